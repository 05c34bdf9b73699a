package dev.tocsin.ping.journal;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The payloads of DEAF and CLOCK records, as {@code docs/journal-format.md} describes them. */
final class SignCodec {

  private static final int TWO_STAMPS = 2 * Long.BYTES;

  /** Behind the stamps of a CLOCK record: the stamps before it are wrong by as much. */
  private static final byte CORRECTED = 1;

  private SignCodec() {}

  static byte[] encode(DeafTime deaf) {
    return ByteBuffer.allocate(TWO_STAMPS + 1)
        .putLong(StampClock.micros(deaf.since()))
        .putLong(StampClock.micros(deaf.until()))
        .put(deaf.cause().code)
        .array();
  }

  static byte[] encode(ClockEvent event) {
    boolean corrected = event.why() == ClockEvent.Why.CORRECTED;
    ByteBuffer payload =
        ByteBuffer.allocate(corrected ? TWO_STAMPS + 1 : TWO_STAMPS)
            .putLong(StampClock.micros(event.from()))
            .putLong(StampClock.micros(event.to()));
    return corrected ? payload.put(CORRECTED).array() : payload.array();
  }

  /** What a record says about its time; empty if nothing, as a ping, or nothing readable. */
  static Optional<Sign> decode(RecordType type, long stampMicros, ByteBuffer payload) {
    return switch (type) {
      case OPEN, NOTE -> {
        var at = StampClock.instant(stampMicros);
        yield Optional.of(new Sign.Heard(at, at));
      }
      case DEAF ->
          payload.remaining() <= TWO_STAMPS ? Optional.empty() : Optional.of(deaf(payload));
      case CLOCK ->
          payload.remaining() < TWO_STAMPS ? Optional.empty() : Optional.of(clock(payload));
      // The last word may be said long after the port was closed.
      case PING, ABANDONED, CLOSED -> Optional.empty();
    };
  }

  static DeafTime deaf(ByteBuffer payload) {
    return new DeafTime(
        StampClock.instant(payload.getLong()),
        StampClock.instant(payload.getLong()),
        DeafCause.of(payload.get()));
  }

  static ClockEvent clock(ByteBuffer payload) {
    return new ClockEvent(
        StampClock.instant(payload.getLong()),
        StampClock.instant(payload.getLong()),
        payload.hasRemaining() && payload.get() == CORRECTED
            ? ClockEvent.Why.CORRECTED
            : ClockEvent.Why.SET);
  }
}
