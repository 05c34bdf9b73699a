package dev.tocsin.dashboard.pages.checkform;

import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.domain.assertion.Assertion;
import dev.tocsin.domain.assertion.AssertionText;
import dev.tocsin.domain.assertion.Assertions;
import java.util.ArrayList;
import java.util.List;

/**
 * What people enter about what has to be true of a success, as they entered it.
 *
 * @param text an assertion a line; empty lines do not count
 */
public record AssertionLines(String text) {

  private static final String FIELD = "assertions";

  static AssertionLines of(Assertions assertions) {
    return new AssertionLines(assertions.text());
  }

  /** Whether there are any, so that people should see them at once. */
  public boolean used() {
    return !text.isBlank();
  }

  /** Adds what is wrong with it. */
  void addProblems(Problems problems) {
    List<Assertion> known = new ArrayList<>();
    int line = 0;
    for (String entered : text.lines().toList()) {
      line++;
      if (entered.isBlank()) {
        continue;
      }
      try {
        Assertion assertion = AssertionText.parse(entered);
        if (known.contains(assertion)) {
          problems.add(FIELD, "Line %d says what another one says.".formatted(line));
        }
        known.add(assertion);
      } catch (IllegalArgumentException e) {
        problems.add(FIELD, "Line %d: %s.".formatted(line, e.getMessage()));
      }
    }
    if (known.size() > Assertions.MOST) {
      problems.add(FIELD, "Use at most %d lines.".formatted(Assertions.MOST));
    }
  }

  /** What it means; only without problems. */
  Assertions assertions() {
    return new Assertions(
        text.lines().filter(line -> !line.isBlank()).map(AssertionText::parse).toList());
  }
}
