package dev.tocsin.ping.journal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A stream of a process that is gone, held by this one: it is read, never appended to. */
@SuppressWarnings("DoNotCallSuggester") // signatures first
public final class AdoptedStream implements JournalReader, AutoCloseable {

  /** Whether its process closed it; otherwise it was killed. */
  public boolean closedCleanly() {
    throw new UnsupportedOperationException();
  }

  /** The stamp of the first record that is kept. */
  public Instant firstNote() {
    throw new UnsupportedOperationException();
  }

  /** The stamp of the last record of any kind: until then the process surely listened. */
  public Instant lastNote() {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells that everything before {@code applied} is in the database; deletes what is past keeping.
   */
  public void trim(long applied) {
    throw new UnsupportedOperationException();
  }

  /**
   * Tells that all of it is applied and the stream is closed in the database. It stays readable,
   * for a database that comes back older, until its time is over; then its folder is deleted.
   */
  public void retire() {
    throw new UnsupportedOperationException();
  }

  /** Lets go of it; another process may adopt it then. */
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
