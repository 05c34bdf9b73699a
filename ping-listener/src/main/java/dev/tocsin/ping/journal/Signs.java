package dev.tocsin.ping.journal;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what the records of one read say about their time: an hour of notes is one sign. Where
 * records are missing in between, that is said, too.
 */
final class Signs {

  private static final long NONE = Long.MIN_VALUE;

  private final List<Sign> all = new ArrayList<>();
  private long lastMicros = NONE; // the stamp of the record before, whatever it says
  private boolean missing;

  /**
   * @param missing whether records right before the first one could not be read
   */
  Signs(boolean missing) {
    this.missing = missing;
  }

  /** A record, in the order of positions. */
  void add(RecordType type, long stampMicros, ByteBuffer payload) {
    if (missing) {
      missing = false;
      missed(stampMicros);
    }
    lastMicros = stampMicros;
    if (type != RecordType.PING) { // most are
      SignCodec.decode(type, stampMicros, payload).ifPresent(this::add);
    }
  }

  private void missed(long untilMicros) {
    Instant since =
        lastMicros == NONE ? DeafTime.WHERE_HEARING_ENDED : StampClock.instant(lastMicros);
    Instant until = StampClock.instant(untilMicros);
    if (until.isAfter(since)) {
      all.add(new DeafTime(since, until, DeafCause.LOST));
    }
  }

  private void add(Sign sign) {
    int before = all.size() - 1;
    Sign previous = before < 0 ? null : all.get(before);
    if (previous instanceof DeafTime deaf && deaf.goesOnIn(sign)) {
      all.set(before, sign);
    } else if (previous instanceof Sign.Heard was
        && sign instanceof Sign.Heard is
        && meet(was, is)) {
      all.set(before, new Sign.Heard(was.from(), is.through()));
    } else {
      all.add(sign);
    }
  }

  private static boolean meet(Sign.Heard was, Sign.Heard is) {
    return !is.from().isAfter(was.through().plus(Sign.GAP)) && !is.from().isBefore(was.through());
  }

  /** Records that should be here cannot be read. */
  void miss() {
    missing = true;
  }

  /** Whether nothing was read since {@link #miss}: the next read is to begin with it. */
  boolean missing() {
    return missing;
  }

  int count() {
    return all.size();
  }

  List<Sign> list() {
    return all;
  }
}
