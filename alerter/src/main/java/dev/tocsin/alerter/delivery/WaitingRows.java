package dev.tocsin.alerter.delivery;

import dev.tocsin.store.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Deliveries that are in no message yet, as rows. Whoever writes here holds the lock of the lane's
 * row.
 */
final class WaitingRows {

  private WaitingRows() {}

  /**
   * What is to be done in a channel, at a glance.
   *
   * @param sending whether messages are under way
   * @param news how many wait that may share a message, counted up to a bound
   * @param alone how many that will be messages of their own
   * @param downsOnly whether the news are first news of downs, all of them
   * @param whole false: there are more
   */
  record Glance(boolean sending, int news, int alone, boolean downsOnly, boolean whole) {}

  /** Looks at the oldest {@code most} that wait: a tenth of the price of reading them. */
  static Glance glance(Tx tx, long channelId, int most) {
    return tx.first(
            "looking at what is to be done",
            """
            SELECT EXISTS (SELECT FROM messages WHERE channel_id = ? AND state = 'sending') AS sending,
                   count(*)::int AS n, count(*) FILTER (WHERE shared)::int AS news,
                   coalesce(bool_and(down) FILTER (WHERE shared), true) AS downs_only
              FROM (SELECT d.flip_id IS NOT NULL AND d.reason <> 'resend' AS shared,
                           d.reason = 'flip' AND d.origin_id IS NULL AND f.new_status = 'down' AS down
                      FROM deliveries d LEFT JOIN flips f ON f.id = d.flip_id
                     WHERE d.channel_id = ? AND d.message_id IS NULL AND d.withheld IS NULL
                     ORDER BY d.id LIMIT ?) waiting
            """,
            row ->
                new Glance(
                    row.flag("sending"),
                    row.integer("news"),
                    row.integer("n") - row.integer("news"),
                    row.flag("downs_only"),
                    row.integer("n") < most),
            channelId,
            channelId,
            most)
        .orElseThrow();
  }

  /** What is read of every delivery {@code d} and of its flip {@code f}. */
  private static final String COLUMNS =
      """
      d.id, d.reason, d.check_id, f.new_status, f.at, f.noted_at, f.reason = 'timeout' AS missed,
      d.reason IN ('reminder', 'escalation')
        AND (EXISTS (SELECT 1 FROM flips l WHERE l.check_id = d.check_id AND l.id > f.id)
          OR EXISTS (SELECT 1 FROM incidents i
                      WHERE i.flip_id = f.id AND i.acked_at IS NOT NULL)) AS outdated
      """;

  /** Without what notices need: six tables take three times as long to plan as these. */
  private static final String NEWS =
      """
      SELECT %s, NULL AS matter,
             nullif((SELECT o.channel_id FROM deliveries o WHERE o.id = d.origin_id),
                    d.channel_id) AS instead_of,
             concat_ws('|', c.code, f.at AT TIME ZONE 'UTC', f.new_status, ?::uuid, d.reason,
                       d.step) AS news
        FROM deliveries d
        LEFT JOIN flips f ON f.id = d.flip_id
        LEFT JOIN checks c ON c.id = d.check_id
       WHERE d.channel_id = ? AND d.message_id IS NULL AND d.withheld IS NULL
         AND d.flip_id IS NOT NULL AND d.reason <> 'resend' AND d.check_id <> ALL(?)
       ORDER BY d.id LIMIT ?
      """
          .formatted(COLUMNS);

  private static final String WAITING =
      """
      SELECT %s, n.matter, nullif(o.channel_id, d.channel_id) AS instead_of,
             concat_ws('|', c.code, f.at AT TIME ZONE 'UTC', f.new_status, ch.code, d.reason,
                       d.step, n.key, CASE WHEN f.id IS NULL AND n.id IS NULL THEN d.id END) AS news
        FROM deliveries d
        JOIN channels ch ON ch.id = d.channel_id
        LEFT JOIN flips f ON f.id = d.flip_id
        LEFT JOIN checks c ON c.id = d.check_id
        LEFT JOIN notices n ON n.id = d.notice_id
        LEFT JOIN deliveries o ON o.id = d.origin_id
       WHERE d.channel_id = ? AND d.message_id IS NULL AND d.withheld IS NULL
      """
          .formatted(COLUMNS);

  /**
   * The oldest news that are in no message, without those of {@code busyChecks}.
   *
   * @param channel its code
   */
  static List<Waiting> waitingNews(
      Tx tx, long channelId, UUID channel, Collection<Long> busyChecks, int most) {
    return tx.query(
        "reading waiting news", NEWS, Waiting::of, channel, channelId, busyChecks, most);
  }

  /** The oldest that will be messages of their own, without those of {@code busyMatters}. */
  static List<Waiting> waitingAlone(
      Tx tx, long channelId, Collection<String> busyMatters, int most) {
    return tx.query(
        "reading waiting notices",
        WAITING
            + " AND (d.flip_id IS NULL OR d.reason = 'resend')"
            + " AND (d.reason <> 'notice' OR n.matter <> ALL(?::text[]))"
            + " ORDER BY d.id LIMIT ?",
        Waiting::of,
        channelId,
        busyMatters,
        most);
  }

  /** The oldest that a person asked for and waits to see. */
  static List<Waiting> waitingOnRequest(Tx tx, long channelId, int most) {
    return tx.query(
        "reading waiting tests",
        WAITING + " AND d.reason IN ('test', 'resend') ORDER BY d.id LIMIT ?",
        Waiting::of,
        channelId,
        most);
  }

  /** Settles deliveries that are not to be told: see {@link Sieve}. */
  static void withhold(Tx tx, Map<Long, String> reasons) {
    if (!reasons.isEmpty()) {
      tx.update(
          "withholding deliveries",
          """
          UPDATE deliveries d SET withheld = w.why
            FROM unnest(?::bigint[], ?::text[]) AS w(delivery_id, why)
           WHERE d.id = w.delivery_id AND d.message_id IS NULL
          """,
          reasons.keySet(),
          reasons.values());
    }
  }
}
