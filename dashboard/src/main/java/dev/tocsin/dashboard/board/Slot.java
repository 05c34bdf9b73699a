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
 * just changed. A crowd soon uses up that budget and shares readings: one a second, or four a
 * second while something changes. There is never more than one at a time. A failure counts as a
 * reading: a database that is away is not asked more often for it.
 */
final class Slot<T> {

  /** A reading is good for so long. Time alone makes a check late, and nobody rings for that. */
  private static final long GOOD_FOR = Duration.ofSeconds(1).toNanos();

  /** And for so long once something has changed. */
  private static final long GOOD_FOR_AFTER_CHANGE = Duration.ofMillis(250).toNanos();

  /** So many may have a reading of their own at once, */
  private static final int CALM = 20;

  /** and one more each second. */
  private static final double CALM_PER_NANO = 1e-9;

  /**
   * @param began in the time of the clock
   * @param changes how many changes were heard of when it began
   */
  private record Reading<T>(Future<T> value, long began, long changes) {}

  private final Supplier<Future<T>> source;
  private final LongSupplier changes;
  private final LongSupplier nanoTime;
  private double calm = CALM;
  private long calmAt;
  private @Nullable Reading<T> last;
  private boolean reading;
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
    Promise<T> begin;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      Reading<T> shared = last;
      if (!isCalm(now) && shared != null && isGood(shared, now)) {
        return shared.value();
      }
      if (reading) {
        next = next == null ? Promise.promise() : next;
        return next.future();
      }
      reading = true;
      begin = Promise.promise();
      last = new Reading<>(begin.future(), now, changes.getAsLong());
    }
    begin(begin);
    return begin.future();
  }

  /** The last reading, if it has come to an end and did not fail. */
  synchronized Optional<T> current() {
    return last == null ? Optional.empty() : Optional.ofNullable(last.value().result());
  }

  private void begin(Promise<T> promise) {
    source
        .get()
        .onComplete(
            done -> {
              Promise<T> following = ended();
              promise.handle(done);
              if (following != null) {
                begin(following);
              }
            });
  }

  /** What is to be read now, for those who asked while the last reading was under way. */
  private synchronized @Nullable Promise<T> ended() {
    Promise<T> following = next;
    next = null;
    reading = following != null;
    if (following != null) {
      last = new Reading<>(following.future(), nanoTime.getAsLong(), changes.getAsLong());
    }
    return following;
  }

  private boolean isGood(Reading<T> shared, long now) {
    boolean changed = shared.changes() != changes.getAsLong();
    return now - shared.began() < (changed ? GOOD_FOR_AFTER_CHANGE : GOOD_FOR);
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
