package dev.tocsin.alerter.upkeep;

import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.List;

/** Removes rows that are older than the retention, the oldest first. */
final class OldRows {

  /** Of the deliveries {@code d}: to be sent yet. */
  private static final String UNSENT =
      """
      SELECT 1 FROM deliveries d LEFT JOIN messages m ON m.id = d.message_id
       WHERE d.withheld IS NULL AND m.settled_at IS NULL
      """;

  private final UpkeepLimits limits;
  private final OldestFirst oldest;
  private final Duration keep;
  private long flipsAfter;

  OldRows(UpkeepLimits limits) {
    this.limits = limits;
    this.oldest = new OldestFirst(limits.rowsPerRound());
    this.keep = limits.keep().history();
  }

  /** Messages that were settled long ago, with their deliveries and attempts. */
  Upkeep.Step messages(Tx tx) {
    int removed =
        tx.update(
            "removing old messages",
            """
            WITH old AS MATERIALIZED (
              SELECT id FROM (SELECT id, settled_at FROM messages ORDER BY id LIMIT ?) oldest
               WHERE settled_at < now() - ?),
            members AS (DELETE FROM deliveries WHERE message_id = ANY(ARRAY(SELECT id FROM old)))
            DELETE FROM messages WHERE id = ANY(ARRAY(SELECT id FROM old))
            """,
            limits.rowsPerRound(),
            keep);
    return new Upkeep.Step("messages", removed, removed < limits.rowsPerRound());
  }

  /** Notices that were posted long ago, with what is left of their deliveries. */
  Upkeep.Step notices(Tx tx) {
    return oldest.remove(
        tx,
        "notices",
        "created_at",
        "created_at",
        """
        NOT EXISTS (%s AND d.notice_id = t.id) AND NOT EXISTS (
          SELECT 1 FROM messages m WHERE m.notice_id = t.id AND m.settled_at IS NULL)
        """
            .formatted(UNSENT),
        keep);
  }

  /**
   * Flips that are older than the retention and than the oldest ping kept of their check, with the
   * incidents that they opened. Not the newest of a check, which says since when it is what it is;
   * nor those of incidents that go on, or of which somebody is still to be told.
   */
  Upkeep.Step flips(Tx tx) {
    List<Candidate> page =
        tx.query(
            "reading old flips",
            """
            SELECT id, noted_at < now() - ? AND at < now() - ? AND fanned_out AS old
              FROM flips WHERE id > ? ORDER BY id LIMIT ?
            """,
            row -> new Candidate(row.number("id"), row.flag("old")),
            keep,
            keep,
            flipsAfter,
            limits.checksPerRound());
    List<Long> old = page.stream().filter(Candidate::old).map(Candidate::id).toList();
    if (old.isEmpty()) {
      flipsAfter = 0;
      return new Upkeep.Step("flips", 0, true);
    }
    int removed =
        tx.first(
                "removing old flips",
                """
            WITH removed AS (
              DELETE FROM flips f WHERE f.id = ANY(?)
                 AND NOT EXISTS (
                     SELECT 1 FROM pings p WHERE p.check_id = f.check_id AND p.at <= f.at)
                 AND NOT EXISTS (
                     SELECT 1 FROM incidents i WHERE i.flip_id = f.id AND i.closed_at IS NULL)
                 AND EXISTS (
                     SELECT 1 FROM flips later
                      WHERE later.check_id = f.check_id AND (later.at, later.id) > (f.at, f.id))
                 AND NOT EXISTS (%s AND d.flip_id = f.id)
              RETURNING f.id, f.check_id),
            counted AS (SELECT check_id, count(*) AS n FROM removed GROUP BY check_id),
            locked AS (
              SELECT id FROM checks WHERE id IN (SELECT check_id FROM counted)
               ORDER BY id FOR NO KEY UPDATE),
            noted AS (
              UPDATE checks c SET flips_removed = c.flips_removed + counted.n
                FROM counted JOIN locked ON locked.id = counted.check_id
               WHERE c.id = counted.check_id)
            SELECT count(*) AS n FROM removed
            """
                    .formatted(UNSENT),
                row -> row.integer("n"),
                old)
            .orElse(0);
    flipsAfter = page.get(page.size() - 1).id();
    return new Upkeep.Step("flips", removed, false);
  }

  /** Sessions that have expired. */
  Upkeep.Step sessions(Tx tx) {
    int removed =
        tx.update(
            "removing expired sessions",
            """
            DELETE FROM sessions WHERE token_hash IN (
              SELECT token_hash FROM sessions WHERE expires_at < now() LIMIT ?)
            """,
            limits.rowsPerRound());
    return new Upkeep.Step("sessions", removed, removed < limits.rowsPerRound());
  }

  /** Subscribers of status pages who were asked to confirm, and did not for two days. */
  Upkeep.Step unconfirmed(Tx tx) {
    int removed =
        tx.update(
            "removing unconfirmed subscribers",
            """
            DELETE FROM status_subscribers WHERE id IN (
              SELECT id FROM status_subscribers
               WHERE confirmed_at IS NULL AND created_at < now() - interval '2 days' LIMIT ?)
            """,
            limits.rowsPerRound());
    return new Upkeep.Step("status_subscribers", removed, removed < limits.rowsPerRound());
  }

  private record Candidate(long id, boolean old) {}
}
