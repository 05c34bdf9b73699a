package dev.tocsin.alerter;

import dev.tocsin.alerter.delivery.Delivery;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.overdue.OverdueScan;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.io.Serial;
import java.time.Instant;
import java.util.List;

/**
 * Goes the whole way, from a missed deadline to the words of a message, with made-up checks in
 * transactions that are rolled back. Ten thousand checks that go down within a second would else
 * meet code that has hardly ever run, and compiling it then takes longer than the work.
 *
 * <p>Nobody sees anything of it: its rows are never committed, notifications are not sent, and what
 * it locks are its own rows.
 */
final class Rehearsal {

  /** As many as it takes until most of the code is compiled: a few seconds of processor. */
  private static final int ROUNDS = 12;

  private static final int CHECKS = 150;

  private final FanOut fanOut;
  private final Delivery delivery;

  Rehearsal(FanOut fanOut, Delivery delivery) {
    this.fanOut = fanOut;
    this.delivery = delivery;
  }

  /** Goes it several times; throws what a database that is away throws. */
  void run(Db db) {
    for (int round = 0; round < ROUNDS; round++) {
      boolean again = round % 2 == 0;
      try {
        db.transaction("rehearsing", tx -> round(tx, again));
      } catch (RolledBack done) {
        // as it was meant
      }
    }
  }

  /**
   * @param again whether flips are read again, as the listener's are
   */
  private boolean round(Tx tx, boolean again) {
    long channel =
        tx.first("making a channel", CHANNEL, row -> row.number("channel_id")).orElseThrow();
    List<Long> checks =
        tx.query("making checks", CHECKS_OF_IT, row -> row.number("id"), CHECKS, channel);
    tx.update(
        "assigning checks",
        "INSERT INTO check_channels SELECT id, ? FROM unnest(?::bigint[]) AS made(id)",
        channel,
        checks);
    Instant now =
        tx.first("reading the clock", "SELECT now() AS now", row -> row.instant("now"))
            .orElseThrow();
    fanOut.rehearse(tx, OverdueScan.rehearse(tx, checks, now), again, now);
    delivery.rehearse(tx, channel);
    throw new RolledBack();
  }

  private static final String CHANNEL =
      """
      WITH project AS (
        INSERT INTO projects (name, ping_key, check_limit, system)
        VALUES ('rehearsal', 'rehearsal-' || gen_random_uuid(), 0, true) RETURNING id),
      channel AS (
        INSERT INTO channels (project_id, kind, settings) SELECT id, 'rehearsal', '' FROM project
        RETURNING id)
      INSERT INTO lanes (channel_id) SELECT id FROM channel RETURNING channel_id
      """;

  private static final String CHECKS_OF_IT =
      """
      WITH made AS (
        INSERT INTO checks (project_id, name)
        SELECT c.project_id, 'rehearsal ' || n FROM channels c, generate_series(1, ?::int) n
         WHERE c.id = ? RETURNING id),
      states AS (
        INSERT INTO check_state (check_id, status, n_pings, last_ping, deadline, wake_at)
        SELECT id, 'up', 1, now() - interval '26 hours', now() - interval '1 hour',
               now() - interval '1 hour' FROM made)
      SELECT id FROM made
      """;

  /** Ends a transaction of which nothing is to be left. */
  private static final class RolledBack extends RuntimeException {
    @Serial private static final long serialVersionUID = 1;
  }
}
