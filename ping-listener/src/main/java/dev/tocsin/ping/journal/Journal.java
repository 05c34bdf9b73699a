package dev.tocsin.ping.journal;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The stream that this process writes. */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class Journal implements JournalReader, AutoCloseable {

  /**
   * Starts a stream.
   *
   * @param onSynced runs on the journal's thread after each group's receipts
   * @param onFatal runs once, on the journal's thread, when the disk failed twice in a row: the
   *     process is to end
   * @throws java.io.UncheckedIOException if the folder cannot be written
   */
  public static Journal open(
      JournalConfig config, StampClock clock, Runnable onSynced, Consumer<Throwable> onFatal) {
    throw new UnsupportedOperationException();
  }

  /** Takes every stream of the folder that no live process holds; call it now and then. */
  public List<AdoptedStream> adopt() {
    throw new UnsupportedOperationException();
  }

  /** Appends a ping. Cheap, never blocks on the disk, callable from any thread. */
  public Append append(HeardPing ping, Receipt receipt) {
    throw new UnsupportedOperationException();
  }

  /** How far this stream has heard; idle it advances with the clock. */
  public Mark mark() {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells that everything before {@code applied} is in the database; deletes what is past keeping.
   */
  public void trim(long applied) {
    throw new UnsupportedOperationException();
  }

  /** Why the journal cannot take pings now; empty if it can. */
  public List<String> notReady() {
    throw new UnsupportedOperationException();
  }

  /** Bytes on disk, adopted streams included. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  /** No more appends; writes what waits, then CLOSED. Reading goes on until {@link #close()}. */
  public void seal() {
    throw new UnsupportedOperationException();
  }

  /** Seals, and lets go of the files and the lock. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }

  @Override
  public UUID stream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long start() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long end() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Batch read(long from, int maxRecords, int maxBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Damage> damage() {
    throw new UnsupportedOperationException();
  }
}
