package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.fanout.DeliveryRows.Made;
import dev.tocsin.alerter.fanout.HandOver.OpenBefore;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.alerter.quiet.Circumstances;
import dev.tocsin.alerter.quiet.Hush;
import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Rotas;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes flips in the order in which they were written, opens and closes the incidents that they
 * mean, and makes one delivery for each channel of the check, also of what nobody is to be told:
 * then it says why.
 *
 * <p>Most flips are those of the scan for missed deadlines, which hands them over itself, in the
 * transaction that makes them: written, read again, locked and marked, they cost twice as much.
 *
 * <p>One alerter at a time, by the {@link FanOutLock}. What this version cannot read must not hold
 * up what is behind it: see {@link UnknownFlips}.
 */
public final class FanOut {

  /** SQLSTATE: a check or channel went away between our reading and our writing. */
  private static final String GONE = "23503";

  private static final Optional<Hush> FLAPS =
      Optional.of(new Hush(Withheld.FLAPPING, Optional.empty()));

  private final Db db;
  private final int batch;
  private final DeliveryRows rows;
  private final Flapping flapping;
  private final Runnable whenMade;
  private final AlerterMetrics metrics;
  private final UnknownFlips unknown;

  /**
   * @param batch most flips per transaction
   * @param rows makes the deliveries and wakes the lanes
   * @param flapping says which checks change too often
   * @param whenMade called after deliveries were made
   */
  public FanOut(
      Db db,
      int batch,
      DeliveryRows rows,
      Flapping flapping,
      Runnable whenMade,
      AlerterMetrics metrics) {
    this.db = db;
    this.batch = batch;
    this.rows = rows;
    this.flapping = flapping;
    this.whenMade = whenMade;
    this.metrics = metrics;
    this.unknown = new UnknownFlips(db, metrics);
  }

  /** Hands over one batch of flips; true if there is more to do at once. */
  public boolean runOnce() {
    try {
      HandedOver round = db.transaction("fanning out flips", this::round);
      committed(round);
      boolean more = round.flips() == batch;
      if (!more) {
        unknown.look();
      }
      return more;
    } catch (DbException e) {
      if (e.sqlState().equals(GONE)) {
        return true;
      }
      throw e;
    }
  }

  private HandedOver round(Tx tx) {
    Optional<Instant> now = FanOutLock.take(tx);
    List<WaitingFlip> flips = now.isEmpty() ? List.of() : WaitingFlip.read(tx, batch);
    if (flips.isEmpty()) {
      return HandedOver.NOTHING;
    }
    WaitingFlip.handedOver(tx, flips);
    return handOverNow(tx, flips, now.get());
  }

  /**
   * Whether flips may be handed over by whoever makes them. Then nobody else does until the end of
   * the transaction, and none wait that these would overtake.
   *
   * @return the database's time; empty: they are to be written as waiting
   */
  public Optional<Instant> free(Tx tx) {
    return FanOutLock.take(tx).filter(now -> !WaitingFlip.any(tx));
  }

  /**
   * Hands over flips that the same transaction has just written as handed over, after {@link
   * #free}. Whoever made them holds the states of their checks. Once it has committed, it calls
   * {@link #committed}.
   */
  public HandedOver handOverNow(Tx tx, List<WaitingFlip> flips, Instant now) {
    Rotas.turnDue(tx, now);
    return handOver(tx, flips, now);
  }

  /** Wakes whoever is to go on with what was handed over. */
  public void committed(HandedOver done) {
    rows.committed(done.busy());
    if (done.deliveries() > 0) {
      metrics.fannedOut(done.deliveries());
      whenMade.run();
    }
  }

  private HandedOver handOver(Tx tx, List<WaitingFlip> flips, Instant now) {
    HandOver handOver = decide(tx, flips, now);
    IncidentRows.write(tx, handOver);
    Made made = DeliveryRows.make(tx, handOver.tellings());
    Made besides = DeliveryRows.makeForThoseWhoKnow(tx, handOver.recoveries());
    // Last: whoever holds one of these lanes waits for us from here on.
    List<Long> busy = new ArrayList<>();
    busy.addAll(rows.hurryLanes(tx, made.channels(), handOver.tells(true), handOver.tells(false)));
    busy.addAll(rows.hurryLanes(tx, besides.channels(), false, true));
    return new HandedOver(flips.size(), made.rows() + besides.rows(), busy);
  }

  /** Hands over flips that nobody else can see, as they were made or read again. */
  public void rehearse(Tx tx, List<WaitingFlip> made, boolean again, Instant now) {
    List<WaitingFlip> flips =
        again ? WaitingFlip.of(tx, made.stream().map(WaitingFlip::check).toList()) : made;
    if (again) {
      WaitingFlip.handedOver(tx, flips);
    }
    HandedOver unused = handOver(tx, flips, now);
  }

  /**
   * Twice: of what would be told, some may be changes too many, and what follows them then differs.
   */
  private HandOver decide(Tx tx, List<WaitingFlip> flips, Instant now) {
    List<WaitingFlip> downs = flips.stream().filter(flip -> flip.to() == Status.DOWN).toList();
    Instant since = downs.stream().map(WaitingFlip::at).min(Instant::compareTo).orElse(now);
    Circumstances around =
        Circumstances.read(tx, downs.stream().map(WaitingFlip::subject).toList(), since);
    Map<Long, OpenBefore> open =
        IncidentRows.open(tx, flips.stream().map(WaitingFlip::check).distinct().toList());
    Function<WaitingFlip, Optional<Hush>> hush =
        flip -> around.hush(flip.subject(), flip.at(), now);
    HandOver first = HandOver.of(flips, open, hush);
    Set<Long> tooMany = flapping.note(tx, first.told());
    return tooMany.isEmpty()
        ? first
        : HandOver.of(flips, open, flip -> tooMany.contains(flip.id()) ? FLAPS : hush.apply(flip));
  }

  /**
   * What was handed over.
   *
   * @param busy channels whose lanes are still to be woken
   */
  public record HandedOver(int flips, int deliveries, List<Long> busy) {
    static final HandedOver NOTHING = new HandedOver(0, 0, List.of());
  }
}
