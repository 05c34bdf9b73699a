package dev.tocsin.drills.sim;

import dev.tocsin.domain.check.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a process noted that it listens, and the gaps in between. */
final class Listening {

  /** The longest time between two notes that is no gap. */
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final List<Interval> gaps = new ArrayList<>();
  private @Nullable Instant noted;

  /** A process begins: what was before it is not its own. */
  void begin() {
    gaps.clear();
    noted = null;
  }

  /** It listens now; what lies between this and the last time, it may not have heard. */
  Optional<Interval> note(Instant now) {
    Instant before = noted;
    noted = now;
    if (before == null || !before.plus(LONGEST).isBefore(now)) {
      return Optional.empty();
    }
    Interval gap = new Interval(before, now);
    gaps.add(gap);
    return Optional.of(gap);
  }

  /** The clock turns out to have been wrong by so much. */
  void correct(Duration by) {
    noted = noted == null ? null : noted.plus(by);
    gaps.replaceAll(gap -> new Interval(gap.since().plus(by), gap.until().plus(by)));
  }

  /** What the database has not been told of. */
  List<Interval> gaps() {
    return List.copyOf(gaps);
  }

  void gapsWritten() {
    gaps.clear();
  }
}
