package dev.tocsin.dashboard.people;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts what may happen a few times in a row and then once in a while, for each key apart: a
 * bucket for each that every time fills, and that leaks. In memory: every process counts for
 * itself, and a restart forgets.
 */
public final class Buckets {

  /** How many keys are remembered; the ones least recently filled are dropped. */
  private static final int REMEMBERED = 20_000;

  private final int burst;
  private final Duration refill;

  private final Map<String, Level> levels =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Level> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** How full a bucket was, and when. */
  private record Level(double times, Instant at) {}

  /**
   * @param burst so many times in a row
   * @param refill one more for each time this long
   */
  public Buckets(int burst, Duration refill) {
    this.burst = burst;
    this.refill = refill;
  }

  /** Whether there is room for one more. */
  public synchronized boolean allows(String key, Instant now) {
    return timesAt(key, now) + 1 <= burst;
  }

  /** It happened once more. */
  public synchronized void fill(String key, Instant now) {
    levels.put(key, new Level(timesAt(key, now) + 1, now));
  }

  /** Fills if there is room. */
  public synchronized boolean take(String key, Instant now) {
    boolean room = allows(key, now);
    if (room) {
      fill(key, now);
    }
    return room;
  }

  /** One of the times did not count. */
  public synchronized void giveBack(String key, Instant now) {
    double times = timesAt(key, now) - 1;
    if (times > 0) {
      levels.put(key, new Level(times, now));
    } else {
      levels.remove(key);
    }
  }

  /** As if it had never happened. */
  public synchronized void empty(String key) {
    levels.remove(key);
  }

  private double timesAt(String key, Instant now) {
    Level level = levels.get(key);
    if (level == null) {
      return 0;
    }
    double leaked = (double) Duration.between(level.at(), now).toMillis() / refill.toMillis();
    return Math.max(0, level.times() - Math.max(0, leaked));
  }
}
