package dev.tocsin.alerter.notices;

import dev.tocsin.store.Tx;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The only maker of notices. A notice and its deliveries commit with whatever gave rise to them, so
 * that nothing is told that did not happen, and nothing happens untold.
 */
public final class Notices {

  private Notices() {}

  /**
   * Posts a notice to channels, once: if one with this key was posted before, by whomever, nothing
   * happens. Locks the lanes of the channels, so the caller must not hold a row that the holder of
   * a lane waits for.
   *
   * @param channelIds whom to tell; those that are gone are left out; nobody at all: the notice can
   *     still be read
   * @return whether it is new
   */
  public static boolean post(Tx tx, NewNotice notice, Collection<Long> channelIds) {
    Optional<Long> id = insert(tx, notice);
    id.ifPresent(posted -> deliver(tx, posted, channelIds));
    return id.isPresent();
  }

  /**
   * Writes a notice that goes before news, in a message that has channels and members of its own.
   *
   * @return its id, also if it was there before
   */
  public static long write(Tx tx, NewNotice notice) {
    return insert(tx, notice)
        .or(
            () ->
                tx.first(
                    "finding a notice",
                    "SELECT id FROM notices WHERE key = ?",
                    row -> row.number("id"),
                    notice.key()))
        .orElseThrow();
  }

  private static Optional<Long> insert(Tx tx, NewNotice notice) {
    return tx.first(
        "writing a notice",
        """
        INSERT INTO notices (project_id, key, matter, kind, level, title, lines, path)
        VALUES (?, ?, ?, ?, ?, ?, ?::text[], ?) ON CONFLICT (key) DO NOTHING RETURNING id
        """,
        row -> row.number("id"),
        notice.projectId(),
        notice.key(),
        notice.matter(),
        notice.kind(),
        notice.level().name().toLowerCase(Locale.ROOT),
        notice.title(),
        notice.lines(),
        notice.path());
  }

  private static void deliver(Tx tx, long notice, Collection<Long> channelIds) {
    List<Long> told =
        tx.query(
            "delivering a notice",
            """
            INSERT INTO deliveries (notice_id, channel_id, reason)
            SELECT DISTINCT ?::bigint, target_id, 'notice' FROM channel_targets
             WHERE channel_id = ANY(?)
             ORDER BY target_id
            RETURNING channel_id
            """,
            row -> row.number("channel_id"),
            notice,
            channelIds);
    hurry(tx, told);
  }

  /**
   * Wakes lanes: something waits in them. In the transaction that makes the deliveries, so that a
   * lane is never asleep while something waits in it. A lane that waits for a dead target makes one
   * attempt more.
   */
  public static void hurry(Tx tx, Collection<Long> channelIds) {
    if (channelIds.isEmpty()) {
      return;
    }
    tx.update(
        "hurrying lanes",
        """
        INSERT INTO lanes (channel_id, next_at)
        SELECT DISTINCT id, now() FROM unnest(?::bigint[]) AS told(id) ORDER BY id
        ON CONFLICT (channel_id) DO UPDATE SET next_at = least(lanes.next_at, excluded.next_at)
        """,
        channelIds);
    tx.query("notifying of deliveries", "SELECT pg_notify('tocsin_lanes', '')", row -> true);
  }
}
