package dev.tocsin.ping.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A stream of a process that is gone, held by this one: it is read, never appended to. */
public final class AdoptedStream implements JournalReader, AutoCloseable {

  private final StoredStream stored;
  private final Retention retention;
  private final TailScan scan;
  private final Instant first;
  private final Instant last;

  private AdoptedStream(
      StoredStream stored, Retention retention, TailScan scan, Instant first, Instant last) {
    this.stored = stored;
    this.retention = retention;
    this.scan = scan;
    this.first = first;
    this.last = last;
  }

  /** Finds the stream's end and cuts what a crash left behind it. */
  static AdoptedStream open(StoredStream stored, Retention retention) throws IOException {
    TailScan scan = TailScan.of(stored.id, stored.segments);
    Instant touched =
        Files.getLastModifiedTime(stored.folder).toInstant().truncatedTo(ChronoUnit.MICROS);
    cut(stored, scan.end());
    retention.watch(stored);
    return new AdoptedStream(
        stored,
        retention,
        scan,
        scan.anySound() ? StampClock.instant(scan.firstMicros()) : touched,
        scan.anySound() ? StampClock.instant(scan.lastMicros()) : touched);
  }

  private static void cut(StoredStream stored, long end) throws IOException {
    for (Segment segment : stored.segments.newestFirst()) {
      long physicalEnd = TailScan.physicalEnd(segment);
      long keep = Math.max(segment.start, end);
      if (keep < physicalEnd && segment.voidFrom() == Long.MAX_VALUE) {
        stored.damage.addBeforeCut(segment, keep, physicalEnd);
        try (FileChannel file = FileChannel.open(segment.file, StandardOpenOption.WRITE)) {
          file.truncate(keep - segment.start);
          file.force(true);
        }
      }
      if (segment.start < end || segment.start == stored.segments.start()) {
        return; // the one that holds the end, or the very first
      }
      stored.segments.remove(segment);
      Files.deleteIfExists(segment.file);
    }
  }

  /** Whether its process ended in good order; otherwise it was killed, or cut off from its disk. */
  public boolean closedCleanly() {
    return scan.closed();
  }

  /** The stamp of the first record that is kept, as it was given. */
  public Instant firstNote() {
    return first;
  }

  /**
   * The stamp of the last record but CLOSED, as it was given: until then the process surely lived.
   * The time of the folder's last change if no record is readable.
   */
  public Instant lastNote() {
    return last;
  }

  /**
   * What is wrong with its first stamps, if its process found out: it was anchored, and the clock
   * of the machine had been wrong. Reads every record; for a stream that the database does not
   * know.
   */
  public Optional<Correction> correction() {
    try {
      return TailScan.correction(stored.id, stored.segments);
    } catch (IOException e) {
      throw new UncheckedIOException("reading stream " + stored.id, e);
    }
  }

  /**
   * Tells that everything before {@code applied} is in the database; deletes what is past keeping.
   * A position before the end takes back {@link #retire}: the database came back older.
   */
  public void trim(long applied) {
    stored.applied(applied);
    if (applied < scan.end()) {
      stored.reopen();
    }
    retention.sweep();
  }

  /**
   * Tells that all of it is applied and the stream is closed in the database. It stays readable,
   * for a database that comes back older, until its time is over; then its folder is deleted, at
   * once or by a later trim of any stream.
   */
  public void retire() {
    stored.applied(scan.end());
    stored.retire();
    stored.reader.close(); // most are never read again; there may be many
    retention.sweep();
  }

  /** Whether it is past keeping and deleted; then there is nothing to read any more. */
  public boolean gone() {
    return stored.segments.isEmpty();
  }

  @Override
  public UUID stream() {
    return stored.id;
  }

  @Override
  public long start() {
    return gone() ? scan.end() : stored.segments.start();
  }

  @Override
  public long end() {
    return scan.end();
  }

  @Override
  public Batch read(long from, int maxRecords, int maxBytes) {
    return stored.reader.read(from, scan.end(), maxRecords, maxBytes);
  }

  @Override
  public List<Damage> damage() {
    return stored.damage.list();
  }

  /** Lets go of it; another process, or a later call, may adopt it then. */
  @Override
  public void close() {
    try {
      retention.forget(stored);
      stored.close();
    } catch (IOException e) {
      throw new UncheckedIOException("letting go of stream " + stored.id, e);
    }
  }
}
