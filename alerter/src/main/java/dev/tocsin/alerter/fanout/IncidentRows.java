package dev.tocsin.alerter.fanout;

import dev.tocsin.alerter.fanout.HandOver.End;
import dev.tocsin.alerter.fanout.HandOver.OpenBefore;
import dev.tocsin.alerter.fanout.HandOver.Opened;
import dev.tocsin.alerter.quiet.Withheld;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens and closes incidents. The caller holds the {@link FanOutLock}. */
final class IncidentRows {

  private IncidentRows() {}

  /**
   * The open incidents of these checks. Locked by ascending id, as everybody does who locks
   * several.
   */
  static Map<Long, OpenBefore> open(Tx tx, Collection<Long> checks) {
    return tx
        .query(
            "reading open incidents",
            """
            SELECT check_id, flip_id, told_at IS NOT NULL AS told FROM incidents
             WHERE check_id = ANY(?) AND closed_at IS NULL ORDER BY id FOR NO KEY UPDATE
            """,
            row ->
                Map.entry(
                    row.number("check_id"),
                    new OpenBefore(row.number("flip_id"), row.flag("told"))),
            checks)
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Closes what ends, and then opens what begins: one incident of a check is open at most. */
  static void write(Tx tx, HandOver handOver) {
    close(tx, handOver.ends());
    open(tx, handOver.opened());
  }

  private static void close(Tx tx, Map<Long, End> ends) {
    if (ends.isEmpty()) {
      return;
    }
    tx.update(
        "closing incidents",
        """
        UPDATE incidents i
           SET closed_at = greatest(e.at, i.opened_at), closed_by = e.by, look_at = NULL
          FROM unnest(?::bigint[], ?::timestamptz[], ?::text[]) AS e(check_id, at, by)
         WHERE i.check_id = e.check_id AND i.closed_at IS NULL
        """,
        ends.keySet(),
        ends.values().stream().map(End::at).toList(),
        ends.values().stream().map(end -> end.by().word()).toList());
  }

  private static void open(Tx tx, List<Opened> opened) {
    if (opened.isEmpty()) {
      return;
    }
    List<@Nullable Instant> closedAt = new ArrayList<>();
    List<@Nullable String> closedBy = new ArrayList<>();
    List<@Nullable String> withheld = new ArrayList<>();
    List<String> reminds = new ArrayList<>();
    Set<Long> reminded = reminded(tx, opened);
    for (Opened one : opened) {
      closedAt.add(one.end().map(end -> later(end.at(), one.flip().at())).orElse(null));
      closedBy.add(one.end().map(end -> end.by().word()).orElse(null));
      withheld.add(one.withheld().map(Withheld::word).orElse(null));
      reminds.add(String.valueOf(reminded.contains(one.flip().check())));
    }
    tx.update(
        "opening incidents",
        """
        INSERT INTO incidents (code, project_id, check_id, flip_id, opened_at, reason, closed_at,
                               closed_by, told_at, withheld, look_at)
        SELECT o.code, o.project_id, o.check_id, o.flip_id, o.opened_at, o.reason, o.closed_at, o.closed_by,
               CASE WHEN o.withheld IS NULL THEN now() END, o.withheld,
               CASE WHEN o.closed_at IS NULL AND (o.withheld IS NOT NULL OR o.reminds OR EXISTS (
                   SELECT 1 FROM escalations WHERE project_id = o.project_id))
               THEN now() END
          FROM unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::text[],
                      ?::timestamptz[], ?::text[], ?::text[], ?::text[]::boolean[])
            AS o(code, project_id, check_id, flip_id, opened_at, reason, closed_at, closed_by,
                 withheld, reminds)
        ON CONFLICT DO NOTHING
        """,
        // Ten times as dear in Postgres, which asks the system for each.
        opened.stream().map(one -> UUID.randomUUID()).toList(),
        opened.stream().map(one -> one.flip().subject().project()).toList(),
        opened.stream().map(one -> one.flip().check()).toList(),
        opened.stream().map(one -> one.flip().id()).toList(),
        opened.stream().map(one -> one.flip().at()).toList(),
        opened.stream().map(one -> one.flip().reason()).toList(),
        closedAt,
        closedBy,
        withheld,
        reminds);
  }

  /** The checks of whose incidents somebody is to be reminded, as they or their channels say. */
  private static Set<Long> reminded(Tx tx, List<Opened> opened) {
    List<Long> channels =
        tx.query(
            "reading which channels remind",
            """
            SELECT DISTINCT via.id FROM channels via
              JOIN channel_targets t ON t.channel_id = via.id
              JOIN channels ch ON ch.id = t.target_id
             WHERE via.project_id = ANY(?)
               AND greatest(ch.remind_every, via.remind_every) > interval '0 s'
            """,
            row -> row.number("id"),
            opened.stream().map(one -> one.flip().subject().project()).distinct().toList());
    return Set.copyOf(
        tx.query(
            "reading which checks are reminded of",
            """
            SELECT c.id FROM checks c
             WHERE c.id = ANY(?)
               AND CASE WHEN c.remind_every IS NOT NULL THEN c.remind_every > interval '0 s'
                        WHEN ? THEN EXISTS (SELECT 1 FROM check_channels cc
                                             WHERE cc.check_id = c.id AND cc.channel_id = ANY(?))
                        ELSE false END
            """,
            row -> row.number("id"),
            opened.stream().map(one -> one.flip().check()).toList(),
            !channels.isEmpty(),
            channels));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
