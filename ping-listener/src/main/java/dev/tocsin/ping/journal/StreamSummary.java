package dev.tocsin.ping.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a stream looks like on disk.
 *
 * @param id the stream
 * @param state who has it
 * @param start position of the oldest record kept
 * @param end the position after the last readable record
 * @param pings so many are readable
 * @param first stamp of the first readable record, control records included
 * @param last stamp of the last readable record, control records included
 * @param bytes size of its segments
 * @param damage what is not readable now; a held stream's unfinished tail is not counted
 */
public record StreamSummary(
    UUID id,
    State state,
    long start,
    long end,
    long pings,
    Optional<Instant> first,
    Optional<Instant> last,
    long bytes,
    List<Damage> damage) {

  /** Who has a stream. */
  public enum State {
    /** A live process holds it: it writes it, or has adopted it. */
    HELD("held by a live process"),
    /** Its process ended in good order; whether all is applied only the database knows. */
    CLOSED("closed"),
    /** Its process was killed: the next start, or a drain, sends what is left. */
    ORPHAN("to be drained");

    /** The state in words. */
    public final String words;

    State(String words) {
      this.words = words;
    }
  }
}
