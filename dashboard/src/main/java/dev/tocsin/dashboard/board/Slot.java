package dev.tocsin.dashboard.board;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is costly to read, shared by all who want it now.
 *
 * <p>Who asks now and then gets a reading that began after they asked, and so sees what they have
 * just changed. A crowd soon uses up that budget and shares readings, which are good for a second,
 * or for a quarter of one while something changes; the next is begun before the last is too old, so
 * that the crowd does not wait. There is never more than one at a time. A failure counts as a
 * reading: a database that is away is not asked more often for it.
 */
final class Slot<T> {

  /** A reading is good for so long. Time alone makes a check late, and nobody rings for that. */
  private static final long GOOD_FOR = Duration.ofSeconds(1).toNanos();

  /** And for so long once something has changed. */
  private static final long GOOD_FOR_AFTER_CHANGE = Duration.ofMillis(250).toNanos();

  /** When so much of that is over, the next one is begun. */
  private static final double BEGIN_NEXT_AT = 0.75;

  /** So many may have a reading of their own at once, */
  private static final int CALM = 20;

  /** and one more each second. */
  private static final double CALM_PER_NANO = 1e-9;

  /**
   * @param began in the time of the clock
   * @param changes how many changes were heard of when it began
   */
  private record Reading<T>(Promise<T> promise, long began, long changes) {
    Future<T> value() {
      return promise.future();
    }
  }

  private final Supplier<Future<T>> source;
  private final LongSupplier changes;
  private final LongSupplier nanoTime;
  private double calm = CALM;
  private long calmAt;
  private @Nullable Reading<T> last;
  private @Nullable Reading<T> running;
  private @Nullable Promise<T> next;

  /**
   * @param source reads, elsewhere: it must not block, nor throw
   * @param changes grows with every change that is heard of
   * @param nanoTime as {@link System#nanoTime}
   */
  Slot(Supplier<Future<T>> source, LongSupplier changes, LongSupplier nanoTime) {
    this.source = source;
    this.changes = changes;
    this.nanoTime = nanoTime;
    this.calmAt = nanoTime.getAsLong();
  }

  /** A reading that is good enough for whoever asks now. */
  Future<T> look() {
    Reading<T> begun = null;
    Future<T> answer;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      boolean shares = !isCalm(now);
      Reading<T> old = shares && last != null && age(last, now) < 1 ? last : null;
      Reading<T> current = running;
      if (current == null && (old == null || age(old, now) > BEGIN_NEXT_AT)) {
        begun = begin(Promise.promise(), now);
      }
      if (old != null) {
        answer = old.value();
      } else if (begun != null) {
        answer = begun.value();
      } else if (shares && current != null && age(current, now) < 1) {
        answer = current.value();
      } else {
        next = next == null ? Promise.promise() : next;
        answer = next.future();
      }
    }
    if (begun != null) {
      read(begun);
    }
    return answer;
  }

  /** The last reading, if it did not fail. */
  synchronized Optional<T> current() {
    return last == null ? Optional.empty() : Optional.ofNullable(last.value().result());
  }

  private Reading<T> begin(Promise<T> promise, long now) {
    Reading<T> reading = new Reading<>(promise, now, changes.getAsLong());
    running = reading;
    return reading;
  }

  /** Goes on with what was asked for meanwhile. */
  private void read(Reading<T> reading) {
    source
        .get()
        .onComplete(
            done -> {
              Reading<T> following = ended(reading);
              reading.promise().handle(done);
              if (following != null) {
                read(following);
              }
            });
  }

  private synchronized @Nullable Reading<T> ended(Reading<T> reading) {
    Promise<T> wanted = next;
    last = reading;
    running = null;
    next = null;
    return wanted == null ? null : begin(wanted, nanoTime.getAsLong());
  }

  /** How much of the time is over for which a reading is good; 1 is all of it. */
  private double age(Reading<T> reading, long now) {
    boolean changed = reading.changes() != changes.getAsLong();
    long good = changed ? GOOD_FOR_AFTER_CHANGE : GOOD_FOR;
    return (now - reading.began()) / (double) good;
  }

  private boolean isCalm(long now) {
    calm = Math.min(CALM, calm + (now - calmAt) * CALM_PER_NANO);
    calmAt = now;
    if (calm < 1) {
      return false;
    }
    calm -= 1;
    return true;
  }
}
