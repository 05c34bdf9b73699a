package dev.tocsin.dashboard.badges;

import dev.tocsin.dashboard.web.Escapes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a badge looks, as the query of its address says. It changes nothing of what the badge says
 * about checks, so no signature covers it. What nobody understands is as if it were not there: a
 * picture in a README has no room for an error.
 *
 * @param label in place of the badge's own, at most {@link #LONGEST_LABEL} characters; empty: its
 *     own
 */
public record Look(String label, Style style) {

  /** The longest label, in characters; what is longer is cut. */
  public static final int LONGEST_LABEL = 100;

  /** As it comes without a query. */
  public static final Look USUAL = new Look("", Style.FLAT);

  /** The shape of the picture, with the words that other badges use for it. */
  public enum Style {
    /** With rounded corners. */
    FLAT("flat"),
    /** With square ones. */
    FLAT_SQUARE("flat-square");

    private final String word;

    Style(String word) {
      this.word = word;
    }

    /** How it stands in an address. */
    public String word() {
      return word;
    }

    /** By its word. */
    public static Optional<Style> of(String word) {
      return Arrays.stream(values()).filter(style -> style.word.equals(word)).findFirst();
    }
  }

  public Look {
    String text = label.strip();
    int most = Math.min(LONGEST_LABEL, text.codePointCount(0, text.length()));
    label = text.substring(0, text.offsetByCodePoints(0, most));
  }

  /** Reads a query as it came, escapes included; null: there is none. */
  static Look of(@Nullable String rawQuery) {
    String label = "";
    Style style = Style.FLAT;
    for (String pair : (rawQuery == null ? "" : rawQuery).split("&", -1)) {
      if (pair.startsWith("label=")) {
        label = Escapes.decode(pair.substring("label=".length()), true);
      } else if (pair.startsWith("style=")) {
        style = Style.of(pair.substring("style=".length())).orElse(style);
      }
    }
    return new Look(label, style);
  }

  /** As the end of an address: {@code ?label=Backups&style=flat-square}, or nothing. */
  String query() {
    Map<String, String> said = new LinkedHashMap<>();
    if (!label.isEmpty()) {
      said.put("label", URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20"));
    }
    if (style != Style.FLAT) {
      said.put("style", style.word);
    }
    return said.isEmpty()
        ? ""
        : said.entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining("&", "?", ""));
  }

  /** The badge under this label. */
  Badge over(Badge badge) {
    return label.isEmpty()
        ? badge
        : new Badge(label, badge.status(), badge.total(), badge.grace(), badge.down());
  }
}
