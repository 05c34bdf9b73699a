package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.checks.PolicyEdit;
import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.domain.check.BlindPolicy;
import dev.tocsin.domain.check.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people enter about runs beyond schedule and grace time, as they entered it. A span left
 * empty is off, and so is a row of one.
 */
public record MoreAboutRuns(
    Span maxRuntime,
    Span minRuntime,
    Span early,
    String failures,
    String successes,
    boolean overlapping,
    boolean keepAlive,
    String blind) {

  static MoreAboutRuns of(Policy policy) {
    return new MoreAboutRuns(
        span(policy.maxRuntimeOrZero()),
        span(policy.minRuntimeOrZero()),
        span(policy.early()),
        String.valueOf(policy.failuresBeforeDown()),
        String.valueOf(policy.successesBeforeUp()),
        policy.overlapping(),
        policy.keepAlive(),
        policy.blind().word());
  }

  private static Span span(Duration span) {
    return span.isZero() ? new Span("", "min") : Span.of(span);
  }

  static MoreAboutRuns entered(UnaryOperator<String> field) {
    return new MoreAboutRuns(
        new Span(field.apply("max-runtime"), field.apply("max-runtime-unit")),
        new Span(field.apply("min-runtime"), field.apply("min-runtime-unit")),
        new Span(field.apply("early"), field.apply("early-unit")),
        field.apply("failures").strip(),
        field.apply("successes").strip(),
        field.apply("overlapping").equals("on"),
        field.apply("keep-alive").equals("on"),
        field.apply("blind").strip());
  }

  /** Whether something is on, so that people should see it at once. */
  public boolean used() {
    return !equals(of(Policy.NONE));
  }

  /** Adds what is wrong with it. */
  void addProblems(Problems problems) {
    atMost(problems, "max-runtime", maxRuntime, Policy.LONGEST_RUNTIME);
    atMost(problems, "min-runtime", minRuntime, Policy.LONGEST_RUNTIME);
    atMost(problems, "early", early, Policy.LONGEST_EARLY);
    row(problems, "failures", failures);
    row(problems, "successes", successes);
    if (!blind.isEmpty() && BlindPolicy.find(blind).isEmpty()) {
      problems.add("blind", "Choose one of these.");
    }
    Duration longest = duration(maxRuntime).orElse(Duration.ZERO);
    boolean contradiction =
        !longest.isZero() && longest.compareTo(duration(minRuntime).orElse(Duration.ZERO)) < 0;
    if (contradiction) {
      problems.add("min-runtime", "Longer than the longest run: no run could be right.");
    }
  }

  private static void atMost(Problems problems, String field, Span span, Duration longest) {
    Optional<Duration> duration = duration(span);
    if (duration.isEmpty()) {
      problems.add(field, "Enter a whole number, or nothing.");
    } else if (duration.get().compareTo(longest) > 0) {
      problems.add(field, "The longest is %s.".formatted(Times.span(longest)));
    }
  }

  private static void row(Problems problems, String field, String text) {
    if (number(text).filter(n -> n >= 1 && n <= Policy.LONGEST_ROW).isEmpty()) {
      problems.add(field, "Enter a number from 1 to %d.".formatted(Policy.LONGEST_ROW));
    }
  }

  private static Optional<Integer> number(String text) {
    if (text.isEmpty()) {
      return Optional.of(1);
    }
    return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static Optional<Duration> duration(Span span) {
    return span.number().isBlank() ? Optional.of(Duration.ZERO) : span.duration();
  }

  /** Adds it to a change; only without problems. */
  void addTo(PolicyEdit edit) {
    edit.maxRuntime(duration(maxRuntime).orElseThrow());
    edit.minRuntime(duration(minRuntime).orElseThrow());
    edit.early(duration(early).orElseThrow());
    edit.failuresBeforeDown(number(failures).orElseThrow());
    edit.successesBeforeUp(number(successes).orElseThrow());
    edit.overlapping(overlapping);
    edit.keepAlive(keepAlive);
    BlindPolicy.find(blind).ifPresent(edit::blind);
  }
}
