package dev.tocsin.alerter.watchdog;

import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The canary's check and channel, in a project that nobody is a member of. Its period is as short
 * as the rounds, whatever the shortest period of other checks is.
 */
final class CanaryRows {

  /** Any number that nothing else in this database locks: the canary is made once. */
  private static final long LOCK = 0x746f6373696e03L;

  private final Db db;
  private final SecretBox secrets;

  CanaryRows(Db db, SecretBox secrets) {
    this.db = db;
    this.secrets = secrets;
  }

  /** Where the canary is. */
  record Canary(long checkId, UUID code, long channelId) {}

  /** The canary; makes it where there is none. */
  Canary canary() {
    return find()
        .orElseGet(
            () -> {
              db.transaction("making the canary", this::make);
              return find().orElseThrow();
            });
  }

  private Optional<Canary> find() {
    return db.first(
        "looking for the canary",
        """
        SELECT c.id AS check_id, c.code, h.id AS channel_id
          FROM projects p JOIN checks c ON c.project_id = p.id
          JOIN channels h ON h.project_id = p.id AND h.kind = ?
         WHERE p.system ORDER BY c.id, h.id LIMIT 1
        """,
        row -> new Canary(row.number("check_id"), row.uuid("code"), row.number("channel_id")),
        CanaryKind.CODE);
  }

  private int make(Tx tx) {
    tx.query("locking the canary", "SELECT pg_advisory_xact_lock(?)", row -> true, LOCK);
    // In statements of their own: what another process made while we waited must be seen.
    return tx.update(
        "making the canary",
        """
        WITH p AS (INSERT INTO projects (name, ping_key, check_limit, system)
                   SELECT 'Canary', gen_random_uuid()::text, 1, true
                    WHERE NOT EXISTS (SELECT FROM projects WHERE system) RETURNING id),
             c AS (INSERT INTO checks (project_id, name, slug, timeout, grace)
                   SELECT id, 'Canary', 'canary', interval '60 s', interval '300 s' FROM p
                   RETURNING id),
             s AS (INSERT INTO check_state (check_id) SELECT id FROM c),
             h AS (INSERT INTO channels (project_id, kind, name, settings)
                   SELECT id, ?, 'Canary', ? FROM p RETURNING id)
        INSERT INTO lanes (channel_id) SELECT id FROM h
        """,
        CanaryKind.CODE,
        secrets.seal("{}".getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether the ping of this run is in the database. */
  boolean heard(Canary canary, UUID run) {
    return db.first(
            "looking for the canary's ping",
            "SELECT 1 FROM pings WHERE check_id = ? AND rid = ? LIMIT 1",
            row -> true,
            canary.checkId(),
            run)
        .isPresent();
  }

  /** Hands a test to the canary's channel; returns the delivery. */
  long queue(Canary canary) {
    return db.transaction(
        "sending the canary on",
        tx -> {
          long delivery =
              tx.first(
                      "queueing the canary",
                      "INSERT INTO deliveries (channel_id, reason) VALUES (?, 'test') RETURNING id",
                      row -> row.number("id"),
                      canary.channelId())
                  .orElseThrow();
          tx.update(
              "hurrying the canary's lane",
              "UPDATE lanes SET next_at = clock_timestamp() WHERE channel_id = ?",
              canary.channelId());
          tx.query("telling the alerter", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
          return delivery;
        });
  }

  /** Whether it was delivered. */
  boolean delivered(long delivery) {
    return db.first(
            "looking for the canary's message",
            """
            SELECT 1 FROM deliveries d JOIN messages m ON m.id = d.message_id
             WHERE d.id = ? AND m.state = 'delivered'
            """,
            row -> true,
            delivery)
        .isPresent();
  }

  /** Leaves nothing of it behind: there are 1,440 a day. */
  void forget(long delivery) {
    db.transaction(
        "removing the canary's message",
        tx -> {
          int sent =
              tx.update(
                  "removing the canary's message",
                  """
                  WITH sent AS (
                    DELETE FROM messages
                     WHERE id = (SELECT message_id FROM deliveries WHERE id = ?)
                       AND state <> 'sending'
                    RETURNING id)
                  DELETE FROM deliveries WHERE message_id = (SELECT id FROM sent)
                  """,
                  delivery);
          return sent
              + tx.update(
                  "removing a canary that was not sent",
                  "DELETE FROM deliveries WHERE id = ? AND message_id IS NULL",
                  delivery);
        });
  }
}
