package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.DeafTime;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.Sign;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far one stream was heard: as the database has it, and what a batch does to that. */
final class StreamHearing {

  private final StreamPosition position;
  private volatile Hearing is = new Hearing(Instant.EPOCH, Instant.EPOCH);
  private List<DeafTime> written = List.of(); // the last ones

  StreamHearing(StreamPosition position) {
    this.position = position;
  }

  /** The database has this. */
  void is(Hearing now) {
    is = now;
  }

  /** This was committed. */
  void is(HearingStep step) {
    is = step.after();
    written = step.deaf().isEmpty() ? written : step.deaf();
  }

  /** How far the database says it was heard; 1970 if it was never asked. Thread-safe. */
  Instant through() {
    return is.through();
  }

  /** As the database has it, and nothing more. */
  HearingStep now() {
    return new HearingStep(is, written);
  }

  /** What a batch says of its time, and of records that should have come before it. */
  HearingStep over(Batch batch) {
    HearingStep step = new HearingStep(is, written);
    if (position.missing()) {
      first(batch).ifPresent(step::lost);
    }
    return step.over(batch.signs());
  }

  private static Optional<Instant> first(Batch batch) {
    Optional<Instant> ping = batch.entries().stream().findFirst().map(Entry::at);
    Optional<Instant> note =
        batch.signs().stream()
            .filter(Sign.Heard.class::isInstance)
            .findFirst()
            .map(sign -> ((Sign.Heard) sign).from());
    return ping.filter(at -> note.isEmpty() || at.isBefore(note.get())).or(() -> note);
  }
}
