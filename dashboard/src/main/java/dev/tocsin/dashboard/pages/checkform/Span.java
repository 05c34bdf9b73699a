package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.domain.schedule.Period;
import java.time.Duration;
import java.util.Optional;

/**
 * A span of time as people enter it: a number and a unit.
 *
 * @param unit {@code s}, {@code min}, {@code h} or {@code d}
 */
public record Span(String number, String unit) {

  /** The largest unit in which it is a whole number. */
  public static Span of(Duration span) {
    long seconds = span.toSeconds();
    for (String unit : new String[] {"d", "h", "min"}) {
      if (seconds % seconds(unit) == 0) {
        return new Span(Long.toString(seconds / seconds(unit)), unit);
      }
    }
    return new Span(Long.toString(seconds), "s");
  }

  /** Empty if it is not a span. */
  public Optional<Duration> duration() {
    String digits = number.strip();
    return digits.matches("[0-9]{1,9}")
        ? Optional.of(Duration.ofSeconds(Long.parseLong(digits) * seconds(unit)))
        : Optional.empty();
  }

  /** Adds what is wrong with it, as the problem of a field. */
  Problems addProblems(Problems problems, String field, Duration shortest) {
    Optional<Duration> duration = duration();
    if (duration.isEmpty()) {
      return problems.add(field, "Enter a whole number.");
    }
    if (duration.get().compareTo(shortest) < 0) {
      return problems.add(field, "The shortest is %s.".formatted(Times.span(shortest)));
    }
    return duration.get().compareTo(Period.LONGEST) > 0
        ? problems.add(field, "The longest is %s.".formatted(Times.span(Period.LONGEST)))
        : problems;
  }

  private static long seconds(String unit) {
    return switch (unit) {
      case "d" -> 86_400;
      case "h" -> 3_600;
      case "s" -> 1;
      default -> 60;
    };
  }
}
