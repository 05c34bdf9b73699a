package dev.tocsin.ping.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stream's records in order. Steps over control records, over ranges that the writer gave
 * up, and over damage, which it reports. Thread-safe; one reader at a time.
 */
final class StreamReader implements Closeable {

  /** Most signs are merged; what is not, as a deaf time every other second, must not pile up. */
  private static final int MAX_SIGNS = 1_000;

  private final UUID stream;
  private final Segments segments;
  private final DamageLog damage;
  private @Nullable SegmentCursor cursor;
  private long missingAt =
      -1; // records that end here could not be read, and nothing was read since

  StreamReader(UUID stream, Segments segments, DamageLog damage) {
    this.stream = stream;
    this.segments = segments;
    this.damage = damage;
  }

  /** As {@link JournalReader#read}, of a stream that is readable up to {@code end}. */
  synchronized Batch read(long from, long end, int maxRecords, int maxBytes) {
    if (from < segments.start() || from > end || (segments.isEmpty() && from < end)) {
      throw new IllegalArgumentException(
          "position %d lies outside of stream %s, which is kept from %d to %d"
              .formatted(from, stream, segments.start(), end));
    }
    var entries = new ArrayList<Entry>(Math.min(maxRecords, 256));
    Signs signs = new Signs(from == missingAt);
    long next = from;
    long bytes = 0;
    try {
      while (next < end
          && entries.size() < maxRecords
          && bytes < maxBytes
          && signs.count() < MAX_SIGNS) {
        long begin = next;
        int had = entries.size();
        next = step(begin, end, entries, signs);
        bytes += entries.size() == had ? 0 : next - begin;
      }
    } catch (IOException e) {
      close(); // Perhaps only an interrupt has closed the file: the next read opens it afresh.
      throw new UncheckedIOException("reading stream " + stream + " at " + next, e);
    }
    missingAt = signs.missing() ? next : -1;
    return new Batch(entries, next, signs.list());
  }

  /** Takes one record, or steps over what is none; says where to go on. */
  private long step(long position, long end, List<Entry> into, Signs signs) throws IOException {
    Segment segment = segments.holding(position).orElseThrow();
    long limit = segments.limit(segment, end);
    if (position >= limit) {
      return segments.startAfter(segment, end); // given up by the writer
    }
    SegmentCursor records = open(segment);
    if (!records.at(position, limit)) {
      long next = records.seek(position + 1, limit);
      damage.add(segment, position, next, false);
      signs.miss();
      return next;
    }
    signs.add(records.type(), records.stampMicros(), records.payload());
    if (records.type() == RecordType.PING) {
      try {
        HeardPing ping = PingCodec.decode(records.payload());
        var at = StampClock.instant(records.stampMicros());
        into.add(new Entry(position, records.end(), at, ping));
      } catch (IllegalArgumentException unreadable) {
        damage.add(segment, position, records.end(), false);
        signs.miss();
      }
    }
    return records.end();
  }

  private SegmentCursor open(Segment segment) throws IOException {
    if (cursor == null) {
      cursor = new SegmentCursor(stream, segment);
    }
    cursor.move(segment);
    return cursor;
  }

  @Override
  public synchronized void close() {
    try {
      if (cursor != null) {
        cursor.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cursor = null;
    }
  }
}
