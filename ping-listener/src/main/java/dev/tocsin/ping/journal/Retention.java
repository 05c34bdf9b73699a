package dev.tocsin.ping.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of the journal stays on disk. What is not applied always stays. What is applied stays
 * for a while, because a database may come back older: until it is too old, too much, or in the way
 * of new pings. The oldest goes first, by whole segments, and a stream's folder with its last one.
 */
final class Retention {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final JournalConfig config;
  private final InstantSource wall;
  private final BooleanSupplier diskLow;
  private final List<StoredStream> streams = new CopyOnWriteArrayList<>();
  private final AtomicLong used = new AtomicLong();

  /**
   * @param diskLow whether the disk has too little room just now
   */
  Retention(JournalConfig config, InstantSource wall, BooleanSupplier diskLow) {
    this.config = config;
    this.wall = wall;
    this.diskLow = diskLow;
  }

  /** Counts a stream's segments from now on. */
  void watch(StoredStream stream) throws IOException {
    for (Segment segment : stream.segments.list()) {
      used.addAndGet(segment.bytes());
    }
    streams.add(stream);
  }

  void forget(StoredStream stream) throws IOException {
    if (streams.remove(stream)) {
      for (Segment segment : stream.segments.list()) {
        used.addAndGet(-segment.bytes());
      }
    }
  }

  void wrote(long bytes) {
    used.addAndGet(bytes);
  }

  /** Bytes in segments. */
  long used() {
    return used.get();
  }

  /** Deletes what need not stay. */
  synchronized void sweep() {
    List<Spent> spent = new ArrayList<>();
    try {
      for (StoredStream stream : streams) {
        collect(stream, spent);
      }
      spent.sort(Comparator.comparing(Spent::written));
      long spentBytes = spent.stream().mapToLong(Spent::bytes).sum();
      Instant oldest = wall.instant().minus(config.keep());
      for (Spent next : spent) {
        // Half of the room is for what is not applied yet, whatever has been promised to the rest.
        boolean inTheWay = used() > config.maxBytes() / 2;
        boolean promised = spentBytes <= config.keepBytes() && !next.written().isBefore(oldest);
        if (promised && !inTheWay && !diskLow.getAsBoolean()) {
          return;
        }
        delete(next);
        spentBytes -= next.bytes();
      }
    } catch (IOException e) {
      log.warn("Journal: cannot delete applied segments: {}", e.toString());
    }
  }

  /** The segments of a stream of which nothing is needed for sure any more. */
  private static void collect(StoredStream stream, List<Spent> into) throws IOException {
    Instant written = Instant.MIN;
    for (Segment segment : stream.segments.list()) {
      long end = stream.segments.startAfter(segment, Long.MAX_VALUE);
      // The last one has no end as long as the stream is written, or open in the database.
      if (end > stream.applied() && !(end == Long.MAX_VALUE && stream.retired())) {
        return;
      }
      Segment.Finished file = segment.finished();
      // Never older than the one before it, whatever the files say: they go in order.
      written = file.written().isAfter(written) ? file.written() : written;
      into.add(new Spent(stream, segment, file.bytes(), written));
    }
  }

  private void delete(Spent spent) throws IOException {
    StoredStream stream = spent.stream();
    stream.segments.remove(spent.segment());
    used.addAndGet(-spent.bytes());
    if (stream.segments.isEmpty()) {
      streams.remove(stream);
      stream.delete();
    } else {
      Files.deleteIfExists(spent.segment().file);
    }
  }

  private record Spent(StoredStream stream, Segment segment, long bytes, Instant written) {}
}
