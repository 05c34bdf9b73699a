package dev.tocsin.alerter.incidents;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOutLock;
import dev.tocsin.alerter.quiet.Circumstances;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Rotas;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at open incidents when their time has come: what was withheld and is still down is told
 * once nothing speaks against it any more, channels are reminded, and steps of the escalation are
 * taken, until somebody acknowledges or the check is up.
 *
 * <p>It makes deliveries, and so it works under the lock of the fan-out: an announcement cannot
 * pass the recovery that makes it needless. What it costs grows with the incidents that are open
 * and have something to wait for. Not for several threads; several processes may run one each.
 */
public final class IncidentWatch {

  private static final Logger log = LoggerFactory.getLogger(IncidentWatch.class);

  /** SQLSTATE: a check or channel went away between our reading and our writing. */
  private static final String GONE = "23503";

  private final Db db;
  private final int batch;
  private final DeliveryRows rows;
  private final Runnable whenDone;
  private final AlerterMetrics metrics;

  /**
   * @param batch most incidents per transaction: fan-out waits for as long
   * @param rows wakes the lanes
   * @param whenDone called after incidents were looked at: there may be something to send, and
   *     fan-out may have found its lock taken
   */
  public IncidentWatch(
      Db db, int batch, DeliveryRows rows, Runnable whenDone, AlerterMetrics metrics) {
    this.db = db;
    this.batch = batch;
    this.rows = rows;
    this.whenDone = whenDone;
    this.metrics = metrics;
  }

  /** Looks at one batch; true if it was full. */
  public boolean runOnce() {
    try {
      Round round = db.transaction("looking after incidents", this::round);
      rows.committed(round.busy());
      if (round.looked() > 0) {
        whenDone.run();
      }
      if (round.deliveries() > 0) {
        metrics.fannedOut(round.deliveries());
        log.info("{} deliveries for incidents that go on", round.deliveries());
      }
      return round.looked() == batch;
    } catch (DbException e) {
      if (e.sqlState().equals(GONE)) {
        return true;
      }
      throw e;
    }
  }

  private Round round(Tx tx) {
    if (!OpenIncident.anyDue(tx)) {
      return Round.NOTHING;
    }
    Optional<Instant> now = FanOutLock.take(tx);
    now.ifPresent(at -> Rotas.turnDue(tx, at));
    List<OpenIncident> due = now.isEmpty() ? List.of() : OpenIncident.due(tx, batch);
    if (due.isEmpty()) {
      return Round.NOTHING;
    }
    List<Look> looks = look(tx, due, now.get());
    List<Long> made = LookWrites.write(tx, looks);
    List<Long> busy = rows.hurryLanes(tx, made, true, false);
    return new Round(due.size(), made.size(), busy);
  }

  private static List<Look> look(Tx tx, List<OpenIncident> due, Instant now) {
    Map<Long, Plan> plans = Plan.read(tx, due.stream().map(OpenIncident::id).toList());
    Circumstances around =
        Circumstances.read(tx, due.stream().map(OpenIncident::subject).toList(), now);
    return due.stream()
        .map(
            incident ->
                Look.of(
                    incident,
                    plans.getOrDefault(incident.id(), Plan.NONE),
                    around.hush(incident.subject(), now, now),
                    around.clearSince(incident.subject()),
                    now))
        .toList();
  }

  private record Round(int looked, int deliveries, List<Long> busy) {
    static final Round NOTHING = new Round(0, 0, List.of());
  }
}
