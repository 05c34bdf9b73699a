package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the books that operators look into, which go on when upkeep is switched off: control rods
 * whose time is over end here, and every few minutes the lag of alerts is added up by the hour. Any
 * number of alerters may do it: each time the outcome is the same.
 */
public final class Records {

  private static final Logger log = LoggerFactory.getLogger(Records.class);

  /** An hour's figures are there soon after it, and cost a look at its flips each time. */
  private static final Duration LAG_EVERY = Duration.ofMinutes(10);

  /** An alert whose first attempt begins so soon after its deadline was in time. */
  private static final Duration PROMPT = Duration.ofSeconds(10);

  private static final String ADD_UP =
      """
      INSERT INTO alert_lag AS was (hour, flips, waiting, prompt, found_p50, found_p99, told_p50,
                                    told_p99, lag_p50, lag_p99, lag_max)
      WITH hours AS (
        SELECT generate_series(this - interval '3 hours', this - interval '1 hour',
                               interval '1 hour') AS hour
          FROM date_trunc('hour', now(), 'UTC') AS this
        UNION
        SELECT hour FROM alert_lag WHERE waiting > 0 AND hour > now() - interval '7 days'),
      told AS (
        SELECT h.hour, (extract(epoch FROM f.noted_at - f.at) * 1000)::bigint AS found,
               (extract(epoch FROM t.first - f.noted_at) * 1000)::bigint AS told,
               (extract(epoch FROM t.first - f.at) * 1000)::bigint AS lag
          FROM hours h
          JOIN flips f ON f.noted_at >= h.hour AND f.noted_at < h.hour + interval '1 hour'
          JOIN LATERAL (
            SELECT min(a.at) AS first, count(*) FILTER (WHERE d.withheld IS NULL) AS wanted
              FROM deliveries d LEFT JOIN attempts a ON a.message_id = d.message_id
             WHERE d.flip_id = f.id AND d.reason = 'flip') t ON t.wanted > 0
         WHERE f.new_status = 'down' AND f.reason = 'timeout')
      SELECT hour, count(*), count(*) FILTER (WHERE told IS NULL), count(*) FILTER (WHERE lag <= ?),
             percentile_disc(0.5) WITHIN GROUP (ORDER BY found),
             percentile_disc(0.99) WITHIN GROUP (ORDER BY found),
             percentile_disc(0.5) WITHIN GROUP (ORDER BY told),
             percentile_disc(0.99) WITHIN GROUP (ORDER BY told),
             percentile_disc(0.5) WITHIN GROUP (ORDER BY lag),
             percentile_disc(0.99) WITHIN GROUP (ORDER BY lag), max(lag)
        FROM told GROUP BY hour
      ON CONFLICT (hour) DO UPDATE SET
             flips = excluded.flips, waiting = excluded.waiting, prompt = excluded.prompt,
             found_p50 = excluded.found_p50, found_p99 = excluded.found_p99,
             told_p50 = excluded.told_p50, told_p99 = excluded.told_p99,
             lag_p50 = excluded.lag_p50, lag_p99 = excluded.lag_p99, lag_max = excluded.lag_max
      """;

  private final Db db;
  private final LongSupplier nanoTime;
  private long addedUpAt;
  private boolean addedUp;

  public Records(Db db) {
    this(db, System::nanoTime);
  }

  Records(Db db, LongSupplier nanoTime) {
    this.db = db;
    this.nanoTime = nanoTime;
  }

  /** One look; never true: the next one is soon enough. */
  public boolean runOnce() {
    db.transaction("ending control rods", Records::endRods);
    if (!addedUp || nanoTime.getAsLong() - addedUpAt >= LAG_EVERY.toNanos()) {
      db.transaction("adding up the lag of alerts", this::addUp);
      addedUp = true;
      addedUpAt = nanoTime.getAsLong();
    }
    return false;
  }

  private static int endRods(Tx tx) {
    int ended = 0;
    for (Rod rod : ControlRods.endDue(tx)) {
      log.info("control rod {} ended by itself", rod.name());
      ended +=
          tx.update(
              "noting the end of a control rod",
              """
              INSERT INTO audit (actor, action, detail)
              VALUES ('time', 'rod.end', jsonb_build_object('rod', ?::text))
              """,
              rod.name());
    }
    return ended;
  }

  private int addUp(Tx tx) {
    tx.update(
        "forgetting old figures", "DELETE FROM alert_lag WHERE hour < now() - interval '93 days'");
    return tx.update("adding up the lag of alerts", ADD_UP, PROMPT.toMillis());
  }
}
