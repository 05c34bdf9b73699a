package dev.tocsin.alerter.streams;

import java.time.Duration;
import java.util.Optional;

/**
 * One stream that does not move, and what its node has said since. Decides whether it is lost; all
 * times are nanoseconds of one monotonic clock, so that nobody's clock decides anything. Not for
 * several threads.
 */
final class Standstill {

  /** Why a stream is retired; the words are those of {@code streams.closed_why}. */
  enum Loss {
    DEAD("dead"),
    CUT_OFF("cut_off");

    private final String word;

    Loss(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private final StreamLimits limits;
  private OpenStream stream;
  private long since;
  private long outOfReachSince;
  private Answer answer = Answer.SILENT;
  private long firstSaid;
  private long lastSaid;

  Standstill(StreamLimits limits, OpenStream stream, long now) {
    this.limits = limits;
    this.stream = stream;
    restart(now);
  }

  /** Another look at the row. */
  void look(OpenStream next, long now) {
    if (!next.stands(stream)) {
      restart(now);
    }
    stream = next;
  }

  private void restart(long now) {
    since = now;
    outOfReachSince = now;
    answer = Answer.SILENT;
    firstSaid = now;
    lastSaid = now;
  }

  /** The node was asked, and this is what came of it. */
  void answered(Answer next, long now) {
    if (next != answer) {
      answer = next;
      firstSaid = now;
    }
    lastSaid = now;
    if (next == Answer.REACHED) {
      outOfReachSince = now;
    }
  }

  /** Whether it has not moved for so long that its node should be asked. */
  boolean still(long now) {
    return now - since >= limits.still().toNanos();
  }

  OpenStream stream() {
    return stream;
  }

  Answer answer() {
    return answer;
  }

  Duration lasts(long now) {
    return Duration.ofNanos(now - since);
  }

  /**
   * Whether it is lost, and how. A stream whose process lives and reaches Postgres never is: to
   * retire it would be to judge checks whose pings are still to come. Nor is one that waits for
   * somebody, unless its process is gone.
   */
  Optional<Loss> loss(long now) {
    return switch (answer) {
      case REACHED -> Optional.empty();
      case GONE ->
          lastSaid - firstSaid >= limits.refusedFor().toNanos()
              ? Optional.of(Loss.DEAD)
              : Optional.empty();
      case AWAY -> tooLong(now) ? Optional.of(Loss.CUT_OFF) : Optional.empty();
      case SILENT -> tooLong(now) && !stream.stopped() ? Optional.of(Loss.DEAD) : Optional.empty();
    };
  }

  private boolean tooLong(long now) {
    return now - outOfReachSince >= limits.retireAfter().toNanos();
  }
}
