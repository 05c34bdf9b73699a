package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds out how far a stream goes that nobody writes any more: where its last sound record ends.
 * Reads the first record of every segment (a segment that took over says what is void before it)
 * and the last segment whole; the rest is checked when it is read.
 *
 * @param end the position after the last sound record; the stream's start if there is none
 * @param anySound whether there is a sound record at all
 * @param firstMicros stamp of the first sound record
 * @param lastMicros stamp of the last one; of the one before it, if the last one is merely CLOSED
 * @param closed whether the last one says that the process ended in good order
 */
record TailScan(long end, boolean anySound, long firstMicros, long lastMicros, boolean closed) {

  static TailScan of(UUID stream, Segments segments) throws IOException {
    TailScan none = new TailScan(segments.start(), false, 0, 0, false);
    if (segments.isEmpty()) {
      return none;
    }
    try (var records = new SegmentCursor(stream, segments.list().get(0))) {
      applyAbandoned(records, segments);
      for (Segment segment : segments.newestFirst()) {
        TailScan found = scan(records, segment, segments, none);
        if (found.anySound()) {
          return found.from(firstStamp(records, segments));
        }
      }
    }
    return none;
  }

  private static void applyAbandoned(SegmentCursor records, Segments segments) throws IOException {
    for (Segment segment : segments.list()) {
      records.move(segment);
      if (records.at(segment.start, physicalEnd(segment))
          && records.type() == RecordType.ABANDONED) {
        segments.abandon(abandonedFrom(records.payload()), segment.start);
      }
    }
  }

  static byte[] abandonedPayload(long from) {
    return ByteBuffer.allocate(Long.BYTES).putLong(from).array();
  }

  private static long abandonedFrom(ByteBuffer payload) {
    return payload.remaining() < Long.BYTES ? Long.MAX_VALUE : payload.getLong();
  }

  private static TailScan scan(
      SegmentCursor records, Segment segment, Segments segments, TailScan none) throws IOException {
    records.move(segment);
    TailScan found = none;
    long last = 0;
    long limit = segments.limit(segment, physicalEnd(segment));
    long position = records.seek(segment.start, limit);
    while (position < limit) {
      records.at(position, limit);
      boolean closed = records.type() == RecordType.CLOSED;
      last = closed && last != 0 ? last : records.stampMicros();
      found = new TailScan(records.end(), true, 0, last, closed);
      position = records.seek(records.end(), limit);
    }
    return found;
  }

  /** The first record that says of all stamps before it that they are wrong. */
  static Optional<Correction> correction(UUID stream, Segments segments) throws IOException {
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    try (var records = new SegmentCursor(stream, segments.list().get(0))) {
      for (Segment segment : segments.list()) {
        records.move(segment);
        long limit = segments.limit(segment, physicalEnd(segment));
        long position = records.seek(segment.start, limit);
        while (position < limit) {
          if (records.type() == RecordType.CLOCK) {
            ClockEvent event = SignCodec.clock(records.payload());
            if (event.why() == ClockEvent.Why.CORRECTED) {
              return Optional.of(new Correction(position, event.by()));
            }
          }
          position = records.seek(records.end(), limit);
        }
      }
    }
    return Optional.empty();
  }

  private static long firstStamp(SegmentCursor records, Segments segments) throws IOException {
    for (Segment segment : segments.list()) {
      long limit = segments.limit(segment, physicalEnd(segment));
      records.move(segment);
      if (records.seek(segment.start, limit) < limit) {
        return records.stampMicros();
      }
    }
    return 0;
  }

  private TailScan from(long micros) {
    return new TailScan(end, anySound, micros, lastMicros, closed);
  }

  static long physicalEnd(Segment segment) throws IOException {
    return segment.start + segment.bytes();
  }
}
