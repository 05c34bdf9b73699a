package dev.tocsin.domain.assertion;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads assertions as people write them. */
public final class AssertionText {

  /** Longer than the longest assertion; nobody reads more of a line. */
  private static final int LONGEST = 1_000;

  private static final Pattern OF_BODY = Pattern.compile("body\\s+(\\S+)(?:\\s+(.*))?");
  private static final Pattern COMPARED = Pattern.compile("([^\\s<>=!]+)\\s*([<>=!]{1,2})\\s*(.*)");
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})\\s*(s|sec|m|min|h|d)?");

  private static final String EXAMPLES =
      "write it as: duration < 600s, body contains done, body lacks ERROR, or rows > 0";

  private AssertionText() {}

  /**
   * Reads one line; space around it is left out.
   *
   * @throws IllegalArgumentException with what is wrong, in words for people
   */
  public static Assertion parse(String line) {
    String text = line.strip();
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("too long");
    }
    Matcher body = OF_BODY.matcher(text);
    if (body.matches() && !body.group(1).matches("[<>=!].*")) {
      return ofBody(body.group(1), body.group(2) == null ? "" : body.group(2));
    }
    Matcher compared = COMPARED.matcher(text);
    if (!compared.matches()) {
      throw new IllegalArgumentException(EXAMPLES);
    }
    Comparison by =
        Comparison.of(compared.group(2))
            .orElseThrow(() -> new IllegalArgumentException("compare with <, <=, =, !=, >= or >"));
    return compared.group(1).equals(RunTime.NAME)
        ? new RunTime(by, span(compared.group(3)))
        : new BodyNumber(compared.group(1), by, number(compared.group(3)));
  }

  private static Assertion ofBody(String verb, String text) {
    return switch (verb) {
      case BodyText.CONTAINS -> new BodyText(true, text);
      case BodyText.LACKS -> new BodyText(false, text);
      default -> throw new IllegalArgumentException("after “body” comes “contains” or “lacks”");
    };
  }

  private static BigDecimal number(String text) {
    return BodyNumber.value(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a number with up to 15 digits, and 9 behind the point"));
  }

  private static Duration span(String text) {
    Matcher span = SPAN.matcher(text);
    if (!span.matches()) {
      throw new IllegalArgumentException("a whole number of seconds, such as 600s (or 10m, 2h)");
    }
    long unit =
        switch (Optional.ofNullable(span.group(2)).orElse("s")) {
          case "m", "min" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          default -> 1;
        };
    return Duration.ofSeconds(Long.parseLong(span.group(1)) * unit);
  }
}
