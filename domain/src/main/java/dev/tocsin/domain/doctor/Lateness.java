package dev.tocsin.domain.doctor;

import java.time.Duration;
import java.util.List;

/** How late pings are: half of them are not later than {@code p50}, and so on. */
public record Lateness(Duration p50, Duration p95, Duration p99, Duration max) {

  /** Measures some; there is at least one. What is early counts as not late. */
  static Lateness of(List<Duration> measured) {
    List<Duration> sorted =
        measured.stream().map(d -> d.isNegative() ? Duration.ZERO : d).sorted().toList();
    return new Lateness(at(sorted, 50), at(sorted, 95), at(sorted, 99), at(sorted, 100));
  }

  /** The smallest that is not exceeded by so many percent of them (nearest rank). */
  static Duration at(List<Duration> sorted, int percent) {
    int rank = (sorted.size() * percent + 99) / 100;
    return sorted.get(Math.max(0, rank - 1));
  }
}
