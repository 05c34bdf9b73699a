package dev.tocsin.dashboard.system;

import dev.tocsin.dashboard.parts.Times;
import dev.tocsin.dashboard.system.ProcessState.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open stream: what one start of a listener has heard. The watermark is the least of what all of
 * them have brought to the database.
 *
 * @param behind how far that is from now
 * @param cursor up to there its journal is applied
 * @param stopped why it waits for somebody; null: it does not
 * @param process that writes it; null: none says so
 */
public record StreamState(
    String id,
    String node,
    Instant heardThrough,
    Duration behind,
    long cursor,
    @Nullable String stopped,
    @Nullable ProcessState process) {

  /** A stream that moves is less behind than that. */
  private static final Duration MOVES = Duration.ofSeconds(5);

  private Optional<ProcessState> writer() {
    return Optional.ofNullable(process);
  }

  /** Bytes of its journal that were not applied, at the last sign of life; empty: not known. */
  public Optional<Long> backlog() {
    return journal().map(journal -> Math.max(0, journal.end() - cursor));
  }

  public Optional<Journal> journal() {
    return writer().flatMap(ProcessState::journal);
  }

  public boolean moves() {
    return stopped == null && behind.compareTo(MOVES) < 0;
  }

  /** Why it does not move, or that it does; a sentence without its full stop. */
  public String why() {
    if (stopped != null) {
      return "it was stopped: " + stopped;
    }
    if (moves()) {
      return "it moves";
    }
    if (process == null) {
      return "no running process writes it: it waits for its node to come back, or to be given up";
    }
    if (!process.row().alive()) {
      return "its process was last heard %s ago".formatted(Times.span(process.row().silent()));
    }
    List<String> trouble = process.trouble();
    return trouble.isEmpty()
        ? journal()
            .filter(journal -> journal.lag().compareTo(MOVES) > 0)
            .map(
                journal ->
                    "its oldest ping that is not in the database is %s old"
                        .formatted(Times.span(journal.lag())))
            .orElse("it has said nothing of what holds it")
        : String.join("; ", trouble);
  }
}
