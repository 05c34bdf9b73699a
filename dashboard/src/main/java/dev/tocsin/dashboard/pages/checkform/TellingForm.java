package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.checks.Telling;
import dev.tocsin.dashboard.checks.TellingEdit;
import dev.tocsin.dashboard.web.Problems;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * When people are told of a check, as they entered it.
 *
 * @param dependsOn slugs or codes, separated by spaces
 * @param pace {@code channels}: as they say, {@code never}, or {@code every}
 * @param every counts for the last of these
 */
public record TellingForm(String dependsOn, String pace, Span every) {

  private static final Duration USUAL = Duration.ofHours(1);

  /** What is stored; a check is called by {@code name}. */
  static TellingForm of(Telling telling, Function<UUID, String> name) {
    Optional<Duration> every = telling.remindEvery();
    return new TellingForm(
        telling.dependsOn().stream().map(name).collect(Collectors.joining(" ")),
        every.map(span -> span.isZero() ? "never" : "every").orElse("channels"),
        Span.of(every.filter(span -> !span.isZero()).orElse(USUAL)));
  }

  static TellingForm entered(UnaryOperator<String> field) {
    return new TellingForm(
        field.apply("depends-on").strip(),
        field.apply("remind"),
        new Span(field.apply("remind-every"), field.apply("remind-every-unit")));
  }

  void addProblems(Problems problems) {
    if (!pace.equals("every")) {
      return;
    }
    every.addProblems(problems, "remind-every", Telling.SHORTEST);
    if (every.duration().filter(span -> span.compareTo(Telling.LONGEST) > 0).isPresent()) {
      problems.add("remind-every", "The longest is a month.");
    }
  }

  /** Adds it to a change; only without problems. */
  void addTo(TellingEdit edit) {
    edit.dependsOn(names());
    edit.remindEvery(
        switch (pace) {
          case "never" -> Optional.of(Duration.ZERO);
          case "every" -> every.duration();
          default -> Optional.empty();
        });
  }

  private List<String> names() {
    return Arrays.stream(dependsOn.split("[\\s,]+")).filter(name -> !name.isEmpty()).toList();
  }
}
