package dev.tocsin.ping.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tocsin.ping.ears.Ears;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream that this process writes: append, read, trim.
 *
 * <p>An append takes its place in the order (position and stamp, one lock) and returns; one thread
 * writes everything that waits, syncs once, and tells the receipts. Under load the sync of one
 * group is the time in which the next one gathers, so throughput grows with the number of callers
 * and the delay stays at one or two syncs.
 */
public final class Journal implements JournalReader, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  /** A disk that has not synced for so long is not one to send pings to. */
  private static final Duration STALLED_AFTER = Duration.ofSeconds(5);

  /** How long {@link #seal} waits for the last sync. */
  private static final Duration SEAL_TIMEOUT = Duration.ofSeconds(5);

  private final JournalConfig config;
  private final StoredStream stored;
  private final Retention retention;
  private final Sequencer sequencer;
  private final SegmentWriter segments;
  private final Writer writer;
  private final FreeSpace freeSpace;
  private final Thread thread;
  private final Instant openedAt;

  private Journal(
      JournalConfig config,
      StampClock clock,
      Runnable onSynced,
      Consumer<Throwable> onFatal,
      Ears ears,
      Disk disk,
      Retention retention,
      StoredStream stored) {
    this.config = config;
    this.stored = stored;
    this.retention = retention;
    this.freeSpace = new FreeSpace(disk, config, retention::sweep);
    this.sequencer = new Sequencer(config, clock, ears, retention::used, opening(config));
    this.openedAt = sequencer.mark().through();
    this.segments = new SegmentWriter(disk, stored, config.segmentBytes(), retention);
    this.writer = new Writer(sequencer, segments, freeSpace, config.noteEvery(), onSynced, onFatal);
    this.thread = new Thread(writer, "journal");
    thread.setDaemon(true);
  }

  /**
   * Starts a stream: its folder and first record are on disk when this returns.
   *
   * @param onSynced runs on the journal's thread after each group's receipts
   * @param onFatal runs once, on the journal's thread, when the disk failed twice in a row: the
   *     process is to end
   * @throws UncheckedIOException if the folder cannot be written
   */
  public static Journal open(
      JournalConfig config, StampClock clock, Runnable onSynced, Consumer<Throwable> onFatal) {
    return open(config, clock, new Ears(), onSynced, onFatal);
  }

  /**
   * The same, for a process whose ears somebody watches.
   *
   * @param ears asked before anything is said to have been heard
   */
  public static Journal open(
      JournalConfig config,
      StampClock clock,
      Ears ears,
      Runnable onSynced,
      Consumer<Throwable> onFatal) {
    return open(config, clock, ears, onSynced, onFatal, Disk.REAL, InstantSource.system());
  }

  static Journal open(
      JournalConfig config,
      StampClock clock,
      Ears ears,
      Runnable onSynced,
      Consumer<Throwable> onFatal,
      Disk disk,
      InstantSource wall) {
    try {
      UUID id = UUID.randomUUID();
      Path dir = Files.createDirectories(config.dir());
      StreamLock lock = StreamLock.tryLock(dir, id).orElseThrow();
      try {
        Path folder = Files.createDirectory(dir.resolve(id.toString()));
        disk.forceFolder(dir);
        var stored = new StoredStream(id, folder, lock, new Segments());
        var retention =
            new Retention(
                config, wall, () -> FreeSpace.isShort(disk, config.dir(), config.minFreeBytes()));
        var journal = new Journal(config, clock, onSynced, onFatal, ears, disk, retention, stored);
        journal.begin();
        return journal;
      } catch (IOException | RuntimeException e) {
        lock.close(); // what there is of the folder is adopted, found empty, and deleted
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a journal in " + config.dir(), e);
    }
  }

  private void begin() throws IOException {
    retention.watch(stored);
    sequencer.diskLow(freeSpace.low());
    writer.first();
    thread.start();
  }

  private static byte[] opening(JournalConfig config) {
    byte[] node = config.node().getBytes(UTF_8);
    long pid = ProcessHandle.current().pid();
    return ByteBuffer.allocate(Long.BYTES + node.length).putLong(pid).put(node).array();
  }

  /**
   * Takes every stream of the folder that no live process holds; see {@link Adoption#unlocked}. To
   * be called at start and now and then: a process beside this one may die.
   */
  public List<AdoptedStream> adopt() {
    return Adoption.unlocked(config.dir(), retention);
  }

  /**
   * Appends a ping. Cheap, never waits for the disk, callable from any thread.
   *
   * @param receipt hears what became of it, if the answer is {@link Append#TAKEN}
   * @throws IllegalArgumentException if the ping is larger than {@code maxRecordBytes}, or a name
   *     in its target longer than {@link Target#MAX_NAME_BYTES}
   */
  public Append append(HeardPing ping, Receipt receipt) {
    byte[] payload = PingCodec.encode(ping);
    if (payload.length > config.maxRecordBytes() - RecordFormat.HEADER_BYTES) {
      throw new IllegalArgumentException("a ping of " + payload.length + " bytes");
    }
    return sequencer.offer(payload, receipt);
  }

  /**
   * How far this stream has heard, deaf times that are in the journal included; idle it advances
   * with the clock. It stands still while it is not known whether an event loop is merely late, and
   * once the journal is {@link #deafen deaf}, sealed or broken. Only a {@link ClockEvent} that goes
   * backwards brings stamps that an earlier mark has passed.
   */
  public Mark mark() {
    return sequencer.mark();
  }

  /**
   * What the first anchor of the clock said about the stamps before it; nothing is wrong as long as
   * there was none. It never changes after the first anchor.
   */
  public Correction correction() {
    return sequencer.correction();
  }

  /** The first stamp of the stream, as it was given. */
  public Instant openedAt() {
    return openedAt;
  }

  /**
   * Says of the time since it was last asked whether it was heard. Cheap, from any thread; every
   * second or so something does so anyway.
   */
  public void look() {
    sequencer.look();
  }

  /** From now on nothing is heard, for good; what was on its way may still be appended. */
  public void deafen() {
    sequencer.deafen();
  }

  /**
   * Tells that everything before {@code applied} is in the database; deletes what is past keeping.
   */
  public void trim(long applied) {
    stored.applied(applied);
    retention.sweep();
  }

  /** Why the journal cannot take pings to disk now, a line for each reason; empty if it can. */
  public List<String> notReady() {
    Throwable failure = writer.failure();
    if (failure != null) {
      return List.of("journal: the disk failed: " + failure.getMessage());
    }
    if (!thread.isAlive()) {
      return List.of("journal: closed");
    }
    Throwable waitsFor = writer.waitsFor();
    if (waitsFor != null) {
      return List.of("journal: the disk cannot be written: " + waitsFor.getMessage());
    }
    long silent = System.nanoTime() - writer.syncedNanos();
    if (silent > STALLED_AFTER.plus(config.noteEvery()).toNanos()) {
      return List.of(
          "journal: nothing synced for %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(silent)));
    }
    return sequencer.isDiskLow()
        ? List.of("journal: less than %d bytes of disk free".formatted(config.minFreeBytes()))
        : List.of();
  }

  /** Bytes on disk, adopted streams included; at {@code maxBytes} appends are answered full. */
  public long bytes() {
    return retention.used();
  }

  /**
   * No more appends; writes what waits, then CLOSED, and returns when that is on disk (or after 5 s
   * on a disk that hangs). Reading goes on.
   */
  public void seal() {
    sequencer.close();
    if (Thread.currentThread() == thread) {
      return; // called by a receipt or by onFatal: the thread ends by itself
    }
    try {
      thread.join(SEAL_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Seals, and lets go of the files and the lock. */
  @Override
  public void close() {
    seal();
    if (thread.isAlive()) {
      // Not letting go: somebody might adopt a stream that is still being written.
      log.warn("Journal: the disk hangs; stream {} stays locked until the process ends", stored.id);
      return;
    }
    try (stored) {
      segments.close();
    } catch (IOException e) {
      log.warn("Journal: closing stream {}: {}", stored.id, e.toString());
    }
  }

  @Override
  public UUID stream() {
    return stored.id;
  }

  @Override
  public long start() {
    return stored.segments.start();
  }

  @Override
  public long end() {
    return writer.durable();
  }

  @Override
  public Batch read(long from, int maxRecords, int maxBytes) {
    return stored.reader.read(from, writer.durable(), maxRecords, maxBytes);
  }

  @Override
  public List<Damage> damage() {
    return stored.damage.list();
  }
}
