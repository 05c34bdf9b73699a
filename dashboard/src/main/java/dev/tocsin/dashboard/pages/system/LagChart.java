package dev.tocsin.dashboard.pages.system;

import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.system.AlertLag;
import dev.tocsin.dashboard.system.AlertLag.Hour;
import dev.tocsin.dashboard.web.Viewer;
import dev.tocsin.domain.schedule.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lag of alerts as a picture: a bar for each hour, on a scale on which each step up is ten
 * times as long, from a tenth of a second to three hours.
 */
public record LagChart(List<Bar> bars) {

  static final int WIDTH = 1000;
  static final int HEIGHT = 120;

  private static final double SHORTEST_MILLIS = 100;
  private static final double DECADES = Math.log10(3 * 3_600_000 / SHORTEST_MILLIS);

  /**
   * An hour.
   *
   * @param half where the bar of half of its alerts ends, from the top
   * @param most where that of 99 of 100 ends
   */
  public record Bar(String x, String half, String most, boolean late, String words) {}

  static LagChart of(AlertLag lag, Viewer viewer) {
    Instant from = lag.now().minus(AlertLag.SPAN);
    return new LagChart(
        lag.hours().stream().flatMap(hour -> bar(hour, from, viewer).stream()).toList());
  }

  private static Optional<Bar> bar(Hour hour, Instant from, Viewer viewer) {
    Duration half = hour.half();
    Duration most = hour.most();
    if (half == null || most == null) {
      return Optional.empty();
    }
    double share = (double) Duration.between(from, hour.at()).toMillis() / AlertLag.SPAN.toMillis();
    return Optional.of(
        new Bar(
            text(Math.max(0, share) * WIDTH),
            text(y(half)),
            text(y(most)),
            most.compareTo(AlertLag.PROMPT) > 0,
            "%s: %s, half within %s, 99 of 100 within %s, all within %s%s"
                .formatted(
                    Times.clock(hour.at(), viewer),
                    Words.count(hour.flips(), "alert"),
                    Times.span(half),
                    Times.span(most),
                    span(hour.longest()),
                    hour.waiting() == 0
                        ? ""
                        : ", %d still %s"
                            .formatted(hour.waiting(), hour.waiting() == 1 ? "waits" : "wait"))));
  }

  private static String span(@Nullable Duration span) {
    return span == null ? "?" : Times.span(span);
  }

  private static double y(Duration lag) {
    double decades =
        Math.log10(Math.max(SHORTEST_MILLIS, (double) lag.toMillis()) / SHORTEST_MILLIS);
    return HEIGHT * (1 - Math.min(1, Math.max(0.02, decades / DECADES)));
  }

  /** Where the promise is, from the top. */
  public String promise() {
    return text(y(AlertLag.PROMPT));
  }

  /** Where a second, ten, a minute and an hour are, with their names. */
  public List<String[]> scale() {
    return Stream.of(
            new String[] {text(y(Duration.ofSeconds(1))), "1 s"},
            new String[] {text(y(Duration.ofMinutes(1))), "1 min"},
            new String[] {text(y(Duration.ofHours(1))), "1 h"})
        .toList();
  }

  private static String text(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
