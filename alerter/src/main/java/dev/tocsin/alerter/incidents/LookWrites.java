package dev.tocsin.alerter.incidents;

import dev.tocsin.alerter.incidents.Look.Again;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes looks: the same few statements however many there are. The caller holds the lock. */
final class LookWrites {

  private LookWrites() {}

  /** The channel of each delivery that there is to send. */
  static List<Long> write(Tx tx, List<Look> looks) {
    List<Long> made = new ArrayList<>(announce(tx, looks.stream().filter(Look::announce).toList()));
    made.addAll(tellAgain(tx, looks));
    lookAgain(tx, looks);
    return made;
  }

  /** What was withheld is sent; who has come to be a channel of the check since is told, too. */
  private static List<Long> announce(Tx tx, List<Look> looks) {
    if (looks.isEmpty()) {
      return List.of();
    }
    return tx.query(
        "announcing what was withheld",
        """
        INSERT INTO deliveries (flip_id, channel_id, check_id)
        SELECT DISTINCT f.id, t.target_id, f.check_id
          FROM flips f
          JOIN check_channels cc ON cc.check_id = f.check_id
          JOIN channel_targets t ON t.channel_id = cc.channel_id
         WHERE f.id = ANY(?)
         ORDER BY f.id, t.target_id
        ON CONFLICT (flip_id, channel_id, reason, step) DO UPDATE SET withheld = NULL
         WHERE deliveries.withheld IS NOT NULL
        RETURNING channel_id
        """,
        row -> row.number("channel_id"),
        looks.stream().map(look -> look.incident().flip()).toList());
  }

  private static List<Long> tellAgain(Tx tx, List<Look> looks) {
    List<Long> flips = new ArrayList<>();
    List<Long> channels = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    for (Look look : looks) {
      for (Again again : look.tell()) {
        flips.add(look.incident().flip());
        channels.add(again.channel());
        reasons.add(again.reason());
        steps.add((long) again.step());
      }
    }
    if (flips.isEmpty()) {
      return List.of();
    }
    return tx.query(
        "telling again",
        """
        INSERT INTO deliveries (flip_id, channel_id, check_id, reason, step)
        SELECT f.id, a.channel_id, f.check_id, a.reason, a.step
          FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[])
            AS a(flip_id, channel_id, reason, step)
          JOIN flips f ON f.id = a.flip_id
         ORDER BY f.id, a.channel_id, a.reason
        ON CONFLICT DO NOTHING RETURNING channel_id
        """,
        row -> row.number("channel_id"),
        flips,
        channels,
        reasons,
        steps);
  }

  private static void lookAgain(Tx tx, List<Look> looks) {
    List<@Nullable Instant> next = new ArrayList<>();
    looks.forEach(look -> next.add(look.next().orElse(null)));
    tx.update(
        "noting when to look again",
        """
        UPDATE incidents i
           SET look_at = l.next, told_at = CASE WHEN l.announce THEN now() ELSE i.told_at END
          FROM unnest(?::bigint[], ?::timestamptz[], ?::text[]::boolean[]) AS l(id, next, announce)
         WHERE i.id = l.id
        """,
        looks.stream().map(look -> look.incident().id()).toList(),
        next,
        looks.stream().map(look -> String.valueOf(look.announce())).toList());
  }
}
