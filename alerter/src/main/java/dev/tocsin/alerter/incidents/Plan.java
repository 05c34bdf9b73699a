package dev.tocsin.alerter.incidents;

import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whom an incident may still be told, besides those who were told when it began.
 *
 * @param reminders for channels of the check that want to be reminded
 * @param escalations for the steps of the project's policy
 */
record Plan(List<Reminder> reminders, List<Escalation> escalations) {

  /** Nobody. */
  static final Plan NONE = new Plan(List.of(), List.of());

  /**
   * A channel that is reminded.
   *
   * @param last when it was told last; the beginning of time if never
   * @param step how often it was reminded
   */
  record Reminder(long incident, long channel, Duration every, Instant last, int step) {}

  /**
   * A channel that is told if nobody acknowledges in time.
   *
   * @param step of the policy, from 1
   * @param done whether it was told already
   */
  record Escalation(long incident, long channel, Duration after, int step, boolean done) {}

  /** The plans of incidents, by their id. */
  static Map<Long, Plan> read(Tx tx, Collection<Long> incidents) {
    Map<Long, List<Reminder>> reminders =
        tx.query("reading reminders", REMINDERS, Plan::reminder, incidents).stream()
            .collect(Collectors.groupingBy(Reminder::incident));
    Map<Long, List<Escalation>> escalations =
        tx.query("reading escalations", ESCALATIONS, Plan::escalation, incidents).stream()
            .collect(Collectors.groupingBy(Escalation::incident));
    return incidents.stream()
        .collect(
            Collectors.toMap(
                id -> id,
                id ->
                    new Plan(
                        reminders.getOrDefault(id, List.of()),
                        escalations.getOrDefault(id, List.of()))));
  }

  /** A member of a group is reminded at its own pace, or at the group's if it has none. */
  private static final String REMINDERS =
      """
      WITH paces AS (
        SELECT i.id, i.flip_id, ch.id AS channel_id,
               coalesce(c.remind_every, nullif(ch.remind_every, interval '0 s'), via.remind_every)
                 AS every
          FROM incidents i
          JOIN checks c ON c.id = i.check_id
          JOIN check_channels cc ON cc.check_id = c.id
          JOIN channels via ON via.id = cc.channel_id
          JOIN channel_targets t ON t.channel_id = via.id
          JOIN channels ch ON ch.id = t.target_id
         WHERE i.id = ANY(?))
      SELECT p.id, p.channel_id, min(p.every) AS every,
             coalesce(max(d.created_at), 'epoch') AS last,
             coalesce(max(d.step) FILTER (WHERE d.reason = 'reminder'), 0) AS step
        FROM paces p
        LEFT JOIN deliveries d ON d.flip_id = p.flip_id AND d.channel_id = p.channel_id
       WHERE p.every > interval '0 s'
       GROUP BY p.id, p.channel_id ORDER BY p.id, p.channel_id
      """;

  private static final String ESCALATIONS =
      """
      SELECT DISTINCT i.id, t.target_id AS channel_id, e.after, e.step,
             EXISTS (SELECT 1 FROM deliveries d
                      WHERE d.flip_id = i.flip_id AND d.channel_id = t.target_id
                        AND d.reason = 'escalation' AND d.step = e.step) AS done
        FROM incidents i
        JOIN (SELECT project_id, channel_id, after,
                     dense_rank() OVER (PARTITION BY project_id ORDER BY after)::int AS step
                FROM escalations) e ON e.project_id = i.project_id
        JOIN channel_targets t ON t.channel_id = e.channel_id
       WHERE i.id = ANY(?) ORDER BY i.id, e.step, channel_id
      """;

  private static Reminder reminder(Row row) throws SQLException {
    return new Reminder(
        row.number("id"),
        row.number("channel_id"),
        row.duration("every"),
        row.instant("last"),
        row.integer("step"));
  }

  private static Escalation escalation(Row row) throws SQLException {
    return new Escalation(
        row.number("id"),
        row.number("channel_id"),
        row.duration("after"),
        row.integer("step"),
        row.flag("done"));
  }
}
