package dev.tocsin.dashboard.channels;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Sends again what was sent, what could not be, and what was withheld. Blocking. */
public final class Resends {

  /** Most that wait for one channel: whoever wants more wants something else. */
  public static final int MOST = 10;

  private final Db db;

  public Resends(Db db) {
    this.db = db;
  }

  /**
   * Queues what a delivery told once more, as a message of its own, and hurries the lane.
   *
   * @param id of a delivery of this project that is settled
   * @return the new delivery
   */
  public Outcome<Long> again(long projectId, long id, String actor) {
    return db.transaction(
        "sending delivery %d again".formatted(id),
        tx ->
            tx.first("finding delivery " + id, SETTLED, Settled::of, id, projectId)
                .map(was -> again(tx, was, actor))
                .orElseGet(() -> Outcome.refused(Reason.MISSING, "there is no such delivery")));
  }

  private static Outcome<Long> again(Tx tx, Settled was, String actor) {
    if (was.reason().equals("test")) {
      return Outcome.refused(Reason.CONFLICT, "a test is not sent again: ask for another one");
    }
    if (!was.here()) {
      return Outcome.refused(Reason.CONFLICT, "its check is in another project now");
    }
    if (!was.settled()) {
      return Outcome.refused(Reason.CONFLICT, "it is still on its way");
    }
    if (was.waiting() >= MOST) {
      return Outcome.refused(Reason.CONFLICT, "%d wait already".formatted(MOST));
    }
    Optional<Long> made =
        tx.first(
            "queueing delivery %d again".formatted(was.id()),
            AGAIN,
            row -> row.number("id"),
            was.id());
    if (made.isEmpty()) {
      return Outcome.refused(Reason.CONFLICT, "somebody else has just sent it again");
    }
    ChannelTests.hurry(tx, was.channelId());
    ProjectChannels.note(
        tx, was.projectId(), actor, "delivery.resend", was.channel(), was.kind(), was.name());
    return Outcome.done(made.get());
  }

  private static final String SETTLED =
      """
      SELECT d.id, d.reason, d.channel_id, ch.project_id, ch.code, ch.kind, ch.name,
             d.withheld IS NOT NULL OR m.state IN ('delivered', 'failed') AS settled,
             d.check_id IS NULL OR EXISTS (
               SELECT 1 FROM checks c WHERE c.id = d.check_id AND c.project_id = ch.project_id)
               AS here,
             (SELECT count(*) FROM deliveries w WHERE w.channel_id = d.channel_id
                 AND w.message_id IS NULL AND w.withheld IS NULL AND w.reason = 'resend') AS waiting
        FROM deliveries d
        JOIN channels ch ON ch.id = d.channel_id
        LEFT JOIN messages m ON m.id = d.message_id
       WHERE d.id = ? AND ch.project_id = ?
      """;

  private static final String AGAIN =
      """
      INSERT INTO deliveries (flip_id, notice_id, channel_id, check_id, reason, step, origin_id)
      SELECT d.flip_id, d.notice_id, d.channel_id, d.check_id, 'resend',
             1 + coalesce((SELECT max(e.step) FROM deliveries e
                            WHERE e.channel_id = d.channel_id AND e.reason = 'resend'
                              AND (e.flip_id = d.flip_id OR e.notice_id = d.notice_id)), 0),
             d.id
        FROM deliveries d
       WHERE d.id = ? AND (d.flip_id IS NULL OR EXISTS (
               SELECT 1 FROM flips f WHERE f.id = d.flip_id FOR KEY SHARE))
      ON CONFLICT DO NOTHING RETURNING id
      """;

  private record Settled(
      long id,
      String reason,
      boolean settled,
      boolean here,
      long channelId,
      long projectId,
      UUID channel,
      String kind,
      String name,
      int waiting) {

    static Settled of(Row row) throws SQLException {
      return new Settled(
          row.number("id"),
          row.string("reason"),
          row.flag("settled"),
          row.flag("here"),
          row.number("channel_id"),
          row.number("project_id"),
          row.uuid("code"),
          row.string("kind"),
          row.string("name"),
          row.integer("waiting"));
    }
  }
}
