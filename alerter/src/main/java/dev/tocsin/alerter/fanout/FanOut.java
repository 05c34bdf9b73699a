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
      Round round = db.transaction("fanning out flips", this::round);
      rows.committed(round.busy());
      if (round.deliveries() > 0) {
        metrics.fannedOut(round.deliveries());
        whenMade.run();
      }
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

  private Round round(Tx tx) {
    Optional<Instant> now = FanOutLock.take(tx);
    List<WaitingFlip> flips = now.isEmpty() ? List.of() : WaitingFlip.read(tx, batch);
    if (flips.isEmpty()) {
      return Round.NOTHING;
    }
    Rotas.turnDue(tx, now.get());
    return handOver(tx, flips, now.get());
  }

  private Round handOver(Tx tx, List<WaitingFlip> flips, Instant now) {
    HandOver handOver = decide(tx, flips, now);
    IncidentRows.write(tx, handOver);
    Made made = DeliveryRows.make(tx, handOver.tellings());
    Made besides = DeliveryRows.makeForThoseWhoKnow(tx, handOver.recoveries());
    WaitingFlip.handedOver(tx, flips);
    // Last: whoever holds one of these lanes waits for us from here on.
    List<Long> busy = new ArrayList<>();
    busy.addAll(rows.hurryLanes(tx, made.channels(), handOver.tells(true), handOver.tells(false)));
    busy.addAll(rows.hurryLanes(tx, besides.channels(), false, true));
    return new Round(flips.size(), made.rows() + besides.rows(), busy);
  }

  /** Hands over the flips of checks that nobody else can see. */
  public void rehearse(Tx tx, List<Long> checks, Instant now) {
    Round unused = handOver(tx, WaitingFlip.of(tx, checks), now);
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

  private record Round(int flips, int deliveries, List<Long> busy) {
    static final Round NOTHING = new Round(0, 0, List.of());
  }
}
