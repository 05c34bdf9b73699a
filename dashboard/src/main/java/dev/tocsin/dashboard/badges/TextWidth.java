package dev.tocsin.dashboard.badges;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * How wide a text is in Verdana of 11 pixels, without a font at hand. Latin, Greek, Cyrillic and
 * punctuation are measured (verdana-11px.txt says by whom); readers' machines take other scripts
 * from other fonts, so for those it is a fair guess.
 */
final class TextWidth {

  /** Han, Kana, Hangul, and whatever else we know nothing of: a square. */
  private static final double SQUARE = 11;

  private static final double EMOJI = 14;
  private static final double HEBREW = 5.9;
  private static final double ARABIC = 5.9;
  private static final double OTHER_ALPHABETS = 7.2;

  private static final int JOINER = 0x200d;

  private record Span(int last, double width) {}

  private static final NavigableMap<Integer, Span> MEASURED = read();

  private TextWidth() {}

  /** In whole pixels, rounded up. */
  static int of(String text) {
    double width = 0;
    int before = 0;
    boolean flag = false;
    for (int c : text.codePoints().toArray()) {
      boolean regional = c >= 0x1f1e6 && c <= 0x1f1ff;
      // The second half of a flag, and what is joined to an emoji, draw in its place.
      boolean drawn = before != JOINER && !(regional && flag);
      width += drawn ? of(c) : 0;
      flag = regional && !flag;
      before = c;
    }
    return (int) Math.ceil(width);
  }

  private static double of(int c) {
    var at = MEASURED.floorEntry(c);
    if (at != null && c <= at.getValue().last()) {
      return at.getValue().width();
    }
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      case Character.MODIFIER_SYMBOL -> isSkinTone(c) ? 0 : OTHER_ALPHABETS;
      default -> unmeasured(c);
    };
  }

  private static boolean isSkinTone(int c) {
    return c >= 0x1f3fb && c <= 0x1f3ff;
  }

  private static double unmeasured(int c) {
    if (c >= 0x1f000 || (c >= 0x2600 && c <= 0x27bf)) {
      return UnicodeScript.of(c) == UnicodeScript.HAN ? SQUARE : EMOJI;
    }
    return switch (UnicodeScript.of(c)) {
      case HEBREW -> HEBREW;
      case ARABIC, SYRIAC -> ARABIC;
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, COMMON, UNKNOWN -> SQUARE;
      default -> OTHER_ALPHABETS;
    };
  }

  private static NavigableMap<Integer, Span> read() {
    var in = TextWidth.class.getResourceAsStream("/dev/tocsin/dashboard/verdana-11px.txt");
    NavigableMap<Integer, Span> spans = new TreeMap<>();
    try (var reader =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .forEach(
              part ->
                  spans.put(
                      Integer.parseInt(part[0], 16),
                      new Span(Integer.parseInt(part[1], 16), Double.parseDouble(part[2]))));
      return spans;
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged", e);
    }
  }
}
