package dev.tocsin.ping.apply;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether the process of a stream lives somewhere: then its row moves, since even an idle stream
 * says how far it has heard. A closed stream has no process. For one thread, but for {@link #seen}.
 */
final class SignOfLife {

  /** Heartbeats that one who lives would have made meanwhile. */
  private static final int BEATS = 4;

  private final long watchNanos;
  private @Nullable StreamRow last;
  private long since;
  private boolean gone;
  private volatile boolean seen;

  /**
   * @param watch a row that does not move for so long belongs to nobody
   */
  SignOfLife(Duration watch) {
    this.watchNanos = watch.toNanos();
  }

  /** How long to watch. */
  static Duration watch(ApplierConfig config) {
    return config.heartbeatEvery().multipliedBy(BEATS);
  }

  /** Takes a look at the row. */
  void look(StreamRow row) {
    long now = System.nanoTime();
    StreamRow before = last;
    if (gone || row.closedAt() != null) {
      gone = true;
    } else if (before == null || moved(before, row)) {
      seen = before != null;
      last = row;
      since = now;
    } else if (now - since >= watchNanos) {
      gone = true;
    }
    seen &= !gone;
  }

  private static boolean moved(StreamRow before, StreamRow row) {
    return before.cursor() != row.cursor() || !before.hearing().equals(row.hearing());
  }

  /** Whether it is time for another look. */
  boolean lookDue() {
    return last != null && !gone && System.nanoTime() - since >= watchNanos;
  }

  /** Whether nobody writes the stream, so that we may. */
  boolean gone() {
    return gone;
  }

  /** Whether somebody was seen to write it. Thread-safe. */
  boolean seen() {
    return seen;
  }

  /** Another server may know other rows. */
  void forget() {
    last = null;
    gone = false;
  }
}
