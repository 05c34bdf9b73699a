package dev.tocsin.domain.doctor;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Spans of time as people would enter them. */
final class Spans {

  private static final List<Duration> ROUND =
      Stream.of(
              "PT1M", "PT2M", "PT3M", "PT5M", "PT10M", "PT15M", "PT20M", "PT30M", "PT45M", "PT1H",
              "PT90M", "PT2H", "PT3H", "PT4H", "PT6H", "PT8H", "PT12H", "P1D", "PT36H", "P2D",
              "P3D", "P4D", "P7D", "P14D", "P30D")
          .map(Duration::parse)
          .toList();

  /** Two spans that differ by less than so many percent are the same, measured. */
  private static final int SAME_PERCENT = 1;

  private Spans() {}

  /** The shortest round span that is not shorter. */
  static Duration roundUp(Duration span) {
    return ROUND.stream()
        .filter(round -> round.compareTo(span) >= 0)
        .findFirst()
        .orElse(Duration.ofDays(Math.min(365, span.toDays() + 1)));
  }

  /**
   * As {@link #roundUp}, to steps of about a hundredth of it: for periods that are no round ones.
   */
  static Duration stepUp(Duration span) {
    long step = span.toSeconds() < 600 ? 5 : span.toSeconds() < 7_200 ? 60 : 300;
    return Duration.ofSeconds((span.toSeconds() / step + 1) * step);
  }

  /** The round span that a measured one most likely is; itself, if there is none near. */
  static Duration nearest(Duration span) {
    return ROUND.stream().filter(round -> same(round, span)).findFirst().orElse(span);
  }

  private static boolean same(Duration round, Duration span) {
    return round.minus(span).abs().multipliedBy(100).compareTo(round.multipliedBy(SAME_PERCENT))
        <= 0;
  }

  /** So many hundredths of a span. */
  static Duration percent(Duration span, long percent) {
    return span.multipliedBy(percent).dividedBy(100);
  }
}
