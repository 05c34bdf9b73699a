package dev.tocsin.backup;

import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.store.Tx;
import java.time.Instant;

/**
 * What has to be said in a database that is older than it was. Nothing is known of the time since
 * the snapshot, so all of it is blind: what should have been heard in it is held against nobody.
 * And what was on its way then has left since, as far as anybody knows: it is not sent a second
 * time.
 */
public final class Aftermath {

  /**
   * What was done.
   *
   * @param blindSince nothing is known from then on
   * @param blindUntil up to then
   * @param alerts that were on their way at the snapshot, and are not sent
   * @param letters the same of letters and calls to people and subscribers
   */
  public record Result(Instant blindSince, Instant blindUntil, long alerts, long letters) {}

  private final Tx tx;
  private final Manifest manifest;

  Aftermath(Tx tx, Manifest manifest) {
    this.tx = tx;
    this.manifest = manifest;
  }

  /**
   * Says it.
   *
   * @param copy the original lives on elsewhere
   */
  Result settle(boolean copy) {
    long alerts = withholdAlerts();
    long letters = dropLetters();
    tx.update(
        "closing what operators were told of",
        "UPDATE operator_alerts SET closed_at = now(), next_at = NULL WHERE closed_at IS NULL");
    if (manifest.without().contains(Manifest.BODIES)) {
      tx.update(
          "noting that bodies are gone",
          """
          UPDATE checks c SET bodies_removed = s.n_pings
            FROM check_state s WHERE s.check_id = c.id
          """);
    }
    if (copy) {
      separate();
    }
    Result result = blind(alerts, letters);
    tx.update(
        "noting the restore",
        """
        INSERT INTO audit (actor, action, detail)
        VALUES ('cli', 'backup.restore', jsonb_build_object('snapshot', ?::text, 'copy', ?))
        """,
        manifest.snapshotAt(),
        copy);
    return result;
  }

  /** All open streams may have been heard further by then, and the database forgot. */
  private Result blind(long alerts, long letters) {
    return tx.first(
            "noting what nothing is known of",
            """
            INSERT INTO deaf_times (stream_id, node, since, until, cause)
            SELECT ?, '', v.since, greatest(clock_timestamp(), v.since + interval '1 s'), 'restored'
              FROM (SELECT least(?, min(heard_through)) AS since
                      FROM streams WHERE closed_at IS NULL) v
            RETURNING since, until
            """,
            row -> new Result(row.instant("since"), row.instant("until"), alerts, letters),
            BlindTimes.ALL_STREAMS,
            manifest.snapshot())
        .orElseThrow();
  }

  private long withholdAlerts() {
    long waiting =
        tx.update(
            "withholding alerts that waited",
            """
            UPDATE deliveries SET withheld = 'restored'
             WHERE message_id IS NULL AND withheld IS NULL
            """);
    long sending =
        tx.update(
            "withholding alerts that were being sent",
            """
            UPDATE deliveries SET message_id = NULL, withheld = 'restored'
             WHERE message_id IN (SELECT id FROM messages WHERE state = 'sending')
            """);
    tx.update("removing their messages", "DELETE FROM messages WHERE state = 'sending'");
    tx.update("freeing lanes", "UPDATE lanes SET lease = NULL, leased_until = NULL");
    return waiting + sending;
  }

  private long dropLetters() {
    long dropped = tx.update("dropping letters", "DELETE FROM account_mail");
    dropped += tx.update("dropping calls", "DELETE FROM status_calls");
    dropped += tx.update("dropping news", "DELETE FROM status_news");
    return dropped;
  }

  /** Its journals are not the original's, nor are its listeners, nor does it tell people. */
  private void separate() {
    tx.update("taking an id of its own", "UPDATE installation SET id = gen_random_uuid()");
    tx.update(
        "closing the original's streams",
        "UPDATE streams SET closed_at = now(), closed_why = 'stopped' WHERE closed_at IS NULL");
    tx.update(
        "keeping silent",
        """
        INSERT INTO control_rods (name, reason, set_by) VALUES ('sending', ?, 'tocsin restore')
        ON CONFLICT (name) DO NOTHING
        """,
        "this is a copy of another installation: clear it to let alerts leave from here");
  }
}
