package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.JournalReader;
import org.jspecify.annotations.Nullable;

/** Reads batches, and the next one already while the server works on this one. For one thread. */
final class ReadAhead {

  private final JournalReader reader;
  private final int maxBytes;
  private @Nullable Batch ahead;
  private long aheadFrom;
  private Correction correction = Correction.NONE;

  ReadAhead(JournalReader reader, int maxBytes) {
    this.reader = reader;
    this.maxBytes = maxBytes;
  }

  /** From now on the stream's first stamps are corrected. */
  void correct(Correction wrong) {
    correction = wrong;
  }

  Correction correction() {
    return correction;
  }

  /** The batch from there on, of at most {@code limit} pings. */
  Batch read(long from, int limit) {
    Batch next = ahead;
    ahead = null;
    boolean fits = next != null && aheadFrom == from && next.entries().size() == limit;
    Batch read = next != null && fits ? next : reader.read(from, limit, maxBytes);
    return correction.of(from, read);
  }

  /** Reads what comes after this batch, if it was a full one: else more will be there later. */
  void prepare(Batch batch, int limit) {
    ahead = batch.entries().size() < limit ? null : reader.read(batch.next(), limit, maxBytes);
    aheadFrom = batch.next();
  }
}
