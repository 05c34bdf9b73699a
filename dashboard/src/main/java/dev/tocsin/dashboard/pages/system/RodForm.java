package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.pages.checkform.Span;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A control rod as it is entered.
 *
 * @param number how long it holds, in units; empty: until somebody clears it
 */
public record RodForm(String name, String reason, String number, String unit) {

  static final RodForm BLANK = new RodForm("sending", "", "", "h");

  static RodForm entered(UnaryOperator<String> field) {
    return new RodForm(
        field.apply("name"),
        field.apply("reason"),
        field.apply("lasts").strip(),
        field.apply("lasts-unit"));
  }

  /** Empty if nothing is entered, or no number. */
  Optional<Duration> lasts() {
    return new Span(number, unit).duration().filter(span -> !span.isZero());
  }
}
