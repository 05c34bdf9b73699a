package dev.tocsin.channels.webhook;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code $NAME} and its like into templates.
 *
 * <p>One pass over the template: what a placeholder stands for is never read again, so a check that
 * is called "$BODY" stays just that. The names are those of Healthchecks, so that webhooks made for
 * it work as they are.
 */
final class Placeholders {

  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\$(CODE|STATUS|NOW|NAME|SLUG|TAGS|TAG[1-9]\\d?|JSON|BODY|EXITSTATUS|NOTICE)(_JSON)?");

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private final Subject subject;
  private final String status;

  /**
   * @param status {@code up} or {@code down}: which of the two requests is filled
   */
  Placeholders(Subject subject, String status) {
    this.subject = subject;
    this.status = status;
  }

  /** The template with every placeholder replaced by the same text: to look at its shape. */
  static String blank(String template, String with) {
    return PLACEHOLDER.matcher(template).replaceAll(Matcher.quoteReplacement(with));
  }

  String inUrl(String template) {
    return fill(template, Placeholders::percentEncoded);
  }

  /** Control characters become spaces: a value cannot begin a header of its own. */
  String inHeader(String template) {
    return fill(template, value -> value.replaceAll("\\p{Cc}", " "));
  }

  String inBody(String template) {
    return fill(template, UnaryOperator.identity());
  }

  private String fill(String template, UnaryOperator<String> encode) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            found -> {
              String value = value(found.group(1));
              String said = found.group(2) == null ? value : json(value);
              return Matcher.quoteReplacement(encode.apply(said));
            });
  }

  private String value(String name) {
    return switch (name) {
      case "CODE" -> subject.code();
      case "STATUS" -> status;
      case "NOW" -> subject.now().truncatedTo(ChronoUnit.SECONDS).toString();
      case "NAME" -> subject.name();
      case "SLUG" -> subject.slug();
      case "TAGS" -> subject.tags();
      case "JSON" -> subject.json();
      case "BODY" -> subject.body();
      case "EXITSTATUS" -> subject.exitStatus();
      case "NOTICE" -> subject.notice();
      default -> tag(Integer.parseInt(name.substring("TAG".length())));
    };
  }

  private String tag(int number) {
    List<String> tags = Arrays.stream(subject.tags().split(" ")).filter(t -> !t.isEmpty()).toList();
    return number <= tags.size() ? tags.get(number - 1) : "";
  }

  private static String json(String value) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
  }

  private static String percentEncoded(String value) {
    var out = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      out.append(UNRESERVED.indexOf(c) >= 0 ? String.valueOf((char) c) : "%%%02X".formatted(c));
    }
    return out.toString();
  }
}
