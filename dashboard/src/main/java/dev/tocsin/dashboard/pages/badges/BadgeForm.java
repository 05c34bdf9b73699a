package dev.tocsin.dashboard.pages.badges;

import dev.tocsin.dashboard.badges.Look;
import dev.tocsin.dashboard.badges.Look.Style;
import dev.tocsin.dashboard.quiet.Range;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What people enter for a badge.
 *
 * @param range as {@link Range#entered} reads it
 * @param late whether late is told from up
 */
public record BadgeForm(String range, boolean late, Look look) {

  static BadgeForm entered(UnaryOperator<String> field) {
    String range = field.apply("range");
    return new BadgeForm(
        range.isEmpty() ? "all" : range,
        !field.apply("states").equals("2"),
        new Look(field.apply("label"), Style.of(field.apply("style")).orElse(Style.FLAT)));
  }

  /** What it is about; empty if that is nothing that the form offers. */
  Optional<Range> about() {
    return Range.entered(range);
  }

  /** 3 to tell late from up, 2 not to. */
  int states() {
    return late ? 3 : 2;
  }
}
