package dev.tocsin.alerter.overdue;

import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.fanout.FanOut.HandedOver;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the flips of missed deadlines and, if it can, hands them over in the same transaction:
 * then they need not be read, locked and marked by another, which is half of the price of a flip.
 * If anything is in the way of that, they wait for the fan-out, as the listener's do.
 */
final class NewFlips {

  private static final Logger log = LoggerFactory.getLogger(NewFlips.class);

  private final Optional<FanOut> fanOut;

  /**
   * @param fanOut empty: another hands over whatever is written
   */
  NewFlips(Optional<FanOut> fanOut) {
    this.fanOut = fanOut;
  }

  /**
   * Writes the flips of checks whose states the caller holds.
   *
   * @return what was handed over; empty: they wait
   */
  Optional<HandedOver> write(Tx tx, List<Judgement> overdue) {
    if (overdue.isEmpty()) {
      return Optional.empty();
    }
    Optional<HandedOver> done = fanOut.flatMap(it -> handOver(tx, it, overdue));
    if (done.isEmpty()) {
      writeWaiting(tx, overdue);
    }
    return done;
  }

  /** Writes them for whoever fans out. */
  static void writeWaiting(Tx tx, List<Judgement> overdue) {
    if (!overdue.isEmpty()) {
      JudgementWrites.writeFlips(tx, overdue, false);
      tx.query("notifying of flips", "SELECT pg_notify('tocsin_flips', '')", row -> true);
    }
  }

  /** What fails here, for a channel that just went say, must not undo what was judged. */
  private static Optional<HandedOver> handOver(Tx tx, FanOut fanOut, List<Judgement> overdue) {
    Optional<Instant> now = fanOut.free(tx);
    if (now.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          tx.savepoint(
              "handing over at once",
              () ->
                  fanOut.handOverNow(
                      tx, JudgementWrites.writeFlips(tx, overdue, true), now.get())));
    } catch (RuntimeException e) {
      log.warn("the flips of {} checks wait for the fan-out", overdue.size(), e);
      return Optional.empty();
    }
  }
}
