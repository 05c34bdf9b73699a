package dev.tocsin.alerter.overdue;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.fanout.FanOut.HandedOver;
import dev.tocsin.alerter.fanout.WaitingFlip;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.store.BlindRows;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds checks whose time to be looked at has come, asks the state machine, and writes what it
 * says.
 *
 * <p>The order of statements is the point. The watermark is read before the checks are: were it the
 * other way round, a ping could be applied and the watermark move in between, and the check would
 * be judged by a watermark that already counts on that ping. Rows are taken with {@code SKIP
 * LOCKED}: whoever holds one is about to change it, and the next round sees the result. Since this
 * never waits for a state row, it cannot be part of a deadlock with a listener, which locks many of
 * them in id order. Settings are read in a statement after the lock.
 *
 * <p>Not for several threads; several processes may run one each.
 */
public final class OverdueScan {

  private static final Logger log = LoggerFactory.getLogger(OverdueScan.class);

  /** How long a check that made our code fail is left alone: long enough not to flood the log. */
  private static final Duration SET_ASIDE = Duration.ofHours(1);

  /** How soon to look again for a check that is due, once the watermark has passed it. */
  private static final Duration SOON = Duration.ofMillis(50);

  /** Classes of SQLSTATE that speak of values: data exception, constraint, raised by a trigger. */
  private static final Set<String> BAD_VALUE = Set.of("22", "23", "P0");

  private final Db db;
  private final Duration poll;
  private final int batch;
  private final Runnable whenFlipped;
  private final AlerterMetrics metrics;
  private final Watermark watermark;
  private final Optional<FanOut> fanOut;
  private final NewFlips flips;

  /**
   * @param settle how long after a gap of our own the watermark is not believed
   * @param poll how often it is asked at least
   * @param batch most checks per transaction: their rows are locked for as long as it takes
   * @param fanOut hands flips over in the transaction that makes them; empty: they wait for it
   * @param whenFlipped called after flips were written that wait
   */
  public OverdueScan(
      Db db,
      Duration settle,
      Duration poll,
      int batch,
      Optional<FanOut> fanOut,
      Runnable whenFlipped,
      AlerterMetrics metrics) {
    this(db, settle, poll, batch, fanOut, whenFlipped, metrics, System::nanoTime);
  }

  OverdueScan(
      Db db,
      Duration settle,
      Duration poll,
      int batch,
      Optional<FanOut> fanOut,
      Runnable whenFlipped,
      AlerterMetrics metrics,
      LongSupplier nanoTime) {
    this.db = db;
    this.poll = poll;
    this.batch = batch;
    this.fanOut = fanOut;
    this.flips = new NewFlips(fanOut);
    this.whenFlipped = whenFlipped;
    this.metrics = metrics;
    this.watermark = new Watermark(settle, poll, nanoTime, metrics);
  }

  /** Judges one batch; true if it was full. */
  public boolean runOnce() {
    try {
      Round round = db.transaction("looking for missed deadlines", this::round);
      report(round);
      watermark.roundEnded();
      return round.taken().size() == batch;
    } catch (RuntimeException e) {
      watermark.distrust();
      throw e;
    }
  }

  /** How long to wait after a round that was not full: shorter while a check is about to miss. */
  public Duration pause() {
    return watermark.isAwaited() && SOON.compareTo(poll) < 0 ? SOON : poll;
  }

  private Round round(Tx tx) {
    Optional<Instant> heardThrough = watermark.read(tx);
    if (heardThrough.isEmpty()) {
      return Round.NOTHING;
    }
    List<Long> taken = take(tx, heardThrough.get());
    return taken.isEmpty() ? Round.NOTHING : judged(tx, taken, heardThrough.get());
  }

  private List<Long> take(Tx tx, Instant heardThrough) {
    return tx.query(
        "taking checks to look at",
        """
        SELECT check_id FROM check_state WHERE wake_at < ?
         ORDER BY wake_at LIMIT ? FOR NO KEY UPDATE SKIP LOCKED
        """,
        row -> row.number("check_id"),
        heardThrough,
        batch);
  }

  /** Tries all at once; only if that fails, each by itself, to find the one that is to blame. */
  private Round judged(Tx tx, List<Long> taken, Instant heardThrough) {
    try {
      return tx.savepoint("judging checks", () -> judgedTogether(tx, taken, heardThrough));
    } catch (RuntimeException e) {
      if (!mayBlameOneCheck(e)) {
        throw e;
      }
    }
    List<Judgement> good = new ArrayList<>();
    List<Failure> bad = new ArrayList<>();
    for (long id : taken) {
      try {
        good.addAll(
            tx.savepoint("judging a check", () -> judgedAlone(tx, List.of(id), heardThrough)));
      } catch (RuntimeException e) {
        if (!mayBlameOneCheck(e)) {
          throw e;
        }
        bad.add(new Failure(id, e));
      }
    }
    bad.forEach(failure -> setAside(tx, failure));
    return new Round(taken, good, bad, Optional.empty());
  }

  private Round judgedTogether(Tx tx, List<Long> ids, Instant heardThrough) {
    List<Judgement> judgements = write(tx, ids, heardThrough);
    Optional<HandedOver> handedOver = flips.write(tx, overdue(judgements));
    return new Round(ids, judgements, List.of(), handedOver);
  }

  private static List<Judgement> judgedAlone(Tx tx, List<Long> ids, Instant heardThrough) {
    List<Judgement> judgements = write(tx, ids, heardThrough);
    NewFlips.writeWaiting(tx, overdue(judgements));
    return judgements;
  }

  private static List<Judgement> overdue(List<Judgement> judgements) {
    return judgements.stream().filter(Judgement::isOverdue).toList();
  }

  private static List<Judgement> write(Tx tx, List<Long> ids, Instant heardThrough) {
    List<StoredCheck> checks = StoredCheck.read(tx, ids);
    BlindTimes blind = blindTimes(tx, checks, heardThrough);
    List<Judgement> judgements =
        checks.stream().map(check -> Judgement.of(check, heardThrough, blind)).toList();
    JudgementWrites.write(tx, judgements);
    return judgements;
  }

  /**
   * Judges checks that nobody else can see, as if all that was heard until then were in the
   * database.
   *
   * @return their flips, which are not handed over
   */
  public static List<WaitingFlip> rehearse(Tx tx, List<Long> checks, Instant heardThrough) {
    return JudgementWrites.writeFlips(tx, overdue(write(tx, checks, heardThrough)), false);
  }

  /**
   * What was blind since the first window of these opened; read only if a silence has come to
   * something, after the watermark that says up to when it is complete.
   */
  private static BlindTimes blindTimes(Tx tx, List<StoredCheck> checks, Instant heardThrough) {
    return checks.stream()
        .filter(check -> Judgement.needsBlindTimes(check, heardThrough))
        .flatMap(check -> CheckMachine.awaitedFrom(check.state(), check.rules()).stream())
        .min(Comparator.naturalOrder())
        .map(since -> BlindRows.read(tx, since))
        .orElse(BlindTimes.NONE);
  }

  /** Our own exception, or the database's refusal of a value; not a time-out, deadlock or cut. */
  private static boolean mayBlameOneCheck(RuntimeException e) {
    return !(e instanceof DbException db) || BAD_VALUE.stream().anyMatch(db.sqlState()::startsWith);
  }

  private static void setAside(Tx tx, Failure failure) {
    tx.update(
        "setting aside check " + failure.checkId(),
        """
        WITH left_alone AS (
          UPDATE check_state SET wake_at = now() + ? WHERE check_id = ? RETURNING check_id, wake_at)
        INSERT INTO checks_set_aside AS was (check_id, why, until)
        SELECT check_id, ?, wake_at FROM left_alone
        ON CONFLICT (check_id) DO UPDATE SET why = excluded.why, until = excluded.until,
               times = CASE WHEN was.until > now() - interval '1 hour' THEN was.times + 1 ELSE 1 END,
               since = CASE WHEN was.until > now() - interval '1 hour' THEN was.since ELSE now() END
        """,
        SET_ASIDE,
        failure.checkId(),
        String.valueOf(failure.why()).replace("\0", ""));
  }

  private void report(Round round) {
    int made = round.judged().stream().mapToInt(judgement -> judgement.flips().size()).sum();
    if (made > 0) {
      metrics.flipped(made);
      round
          .handedOver()
          .ifPresentOrElse(
              done -> fanOut.ifPresent(it -> it.committed(done)), () -> whenFlipped.run());
      log.info("{} checks missed their deadline", made);
    }
    for (Failure failure : round.failed()) {
      metrics.setAside();
      log.error(
          "check {} cannot be judged and is set aside for {}",
          failure.checkId(),
          SET_ASIDE,
          failure.why());
    }
  }

  private record Failure(long checkId, RuntimeException why) {}

  private record Round(
      List<Long> taken,
      List<Judgement> judged,
      List<Failure> failed,
      Optional<HandedOver> handedOver) {
    static final Round NOTHING = new Round(List.of(), List.of(), List.of(), Optional.empty());
  }
}
