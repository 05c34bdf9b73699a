package dev.tocsin.alerter.notices;

import dev.tocsin.channels.Alert;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks that change too often. People are told once that a check flaps, then of no further down,
 * and get a summary when it has settled. Status, log and incidents stay exact: this decides what is
 * told, and nothing else.
 */
public final class Flapping {

  /** Settled checks that one step sums up: each is a notice. */
  private static final int SETTLED_AT_ONCE = 100;

  private final FlapLimits limits;

  public Flapping(FlapLimits limits) {
    this.limits = limits;
  }

  /**
   * Counts changes that are handed over, and posts a notice where they become too many. The caller
   * is the only one to hand over flips at this time, and would tell of these.
   *
   * @param flips ids of flips that are news
   * @return those after which the check flaps: a down among them is not to be told
   */
  public Set<Long> note(Tx tx, Collection<Long> flips) {
    if (flips.isEmpty()) {
      return Set.of();
    }
    Map<Long, Change> last = new LinkedHashMap<>();
    Map<Long, Change> begin = new LinkedHashMap<>();
    Map<Long, Integer> more = new LinkedHashMap<>();
    Set<Long> tooMany = new HashSet<>();
    for (Change change : tx.query("counting changes", CHANGES, Change::of, parameters(flips))) {
      boolean flaps = change.flapping() || last.containsKey(change.check());
      if (flaps || change.recent() > limits.most()) {
        tooMany.add(change.flip());
        last.put(change.check(), change);
        more.merge(change.check(), 1, Integer::sum);
        if (!flaps) {
          begin.put(change.check(), change);
        }
      }
    }
    if (!last.isEmpty()) {
      remember(tx, last, begin, more);
      begin
          .values()
          .forEach(change -> Notices.post(tx, begins(change), channels(tx, change.check())));
    }
    return tooMany;
  }

  /** Of these checks, those that flap now. */
  public static Set<Long> among(Tx tx, Collection<Long> checks) {
    return Set.copyOf(
        tx.query(
            "reading which checks flap",
            "SELECT check_id FROM flapping WHERE check_id = ANY(?)",
            row -> row.number("check_id"),
            checks));
  }

  /**
   * Sums up what has settled.
   *
   * @return whether there may be more
   */
  public boolean settle(Tx tx) {
    List<Settled> settled =
        tx.query(
            "finding checks that have settled",
            SETTLED,
            Settled::of,
            limits.settled(),
            SETTLED_AT_ONCE);
    settled.forEach(one -> Notices.post(tx, ends(one), channels(tx, one.check())));
    return settled.size() == SETTLED_AT_ONCE;
  }

  private Object[] parameters(Collection<Long> flips) {
    return new Object[] {limits.within(), limits.most() + 1, flips, limits.most()};
  }

  /** Of checks with too many changes, or that flap: hardly ever any, of thousands of flips. */
  private static final String CHANGES =
      """
      WITH counted AS (
        SELECT f.id, f.check_id, fl.check_id IS NOT NULL AS flapping, recent.n, recent.since
          FROM flips f
         CROSS JOIN LATERAL (
           SELECT count(*) AS n, min(at) AS since FROM (
             SELECT e.at FROM flips e
              WHERE e.check_id = f.check_id AND e.id <= f.id
                AND e.at > f.at - ?::interval AND e.at <= f.at
                AND (e.new_status = 'down' OR (e.new_status = 'up' AND e.old_status = 'down'))
              LIMIT ?) counted) recent
          LEFT JOIN flapping fl ON fl.check_id = f.check_id
         WHERE f.id = ANY(?))
      SELECT k.id, k.check_id, c.project_id, c.code, k.flapping,
             coalesce(nullif(c.name, ''), c.code::text) AS name, k.n, k.since
        FROM counted k JOIN checks c ON c.id = k.check_id
       WHERE k.check_id IN (SELECT check_id FROM counted WHERE flapping OR n > ?)
       ORDER BY k.id
      """;

  /** A change, and how many there were with it in the time that counts. */
  private record Change(
      long flip,
      long check,
      long project,
      String code,
      String name,
      Instant since,
      int recent,
      boolean flapping) {

    static Change of(Row row) throws SQLException {
      return new Change(
          row.number("id"),
          row.number("check_id"),
          row.number("project_id"),
          row.string("code"),
          row.string("name"),
          row.instant("since"),
          row.integer("n"),
          row.flag("flapping"));
    }
  }

  private static void remember(
      Tx tx, Map<Long, Change> last, Map<Long, Change> begin, Map<Long, Integer> more) {
    tx.update(
        "remembering which checks flap",
        """
        INSERT INTO flapping (check_id, since, last_at, flips)
        SELECT check_id, since, now(), flips + before
          FROM unnest(?::bigint[], ?::timestamptz[], ?::bigint[], ?::bigint[])
            AS f(check_id, since, flips, before)
         ORDER BY check_id
        ON CONFLICT (check_id) DO UPDATE
           SET last_at = excluded.last_at, flips = flapping.flips + excluded.flips
        """,
        last.keySet(),
        last.keySet().stream()
            .map(check -> begin.getOrDefault(check, last.get(check)))
            .map(Change::since)
            .toList(),
        last.keySet().stream().map(check -> (long) more.getOrDefault(check, 1)).toList(),
        last.keySet().stream()
            .map(check -> begin.containsKey(check) ? begin.get(check).recent() - 1L : 0L)
            .toList());
  }

  private NewNotice begins(Change change) {
    return new NewNotice(
        change.project(),
        "flapping-%s-%d".formatted(change.code(), change.flip()),
        "flapping-" + change.code(),
        "flapping",
        Alert.Level.PROBLEM,
        "%s flaps: %d changes within %s"
            .formatted(change.name(), change.recent(), Words.of(limits.within())),
        List.of(
            "You are not told of each time it goes down any more. When it has kept its status for %s, a summary follows."
                .formatted(Words.of(limits.settled())),
            "Its page shows every change."),
        "/checks/" + change.code());
  }

  private static final String SETTLED =
      """
      WITH settled AS (
        DELETE FROM flapping WHERE check_id IN (
          SELECT check_id FROM flapping WHERE last_at < now() - ?::interval
           ORDER BY last_at LIMIT ? FOR UPDATE SKIP LOCKED)
        RETURNING check_id, since, last_at, flips)
      SELECT s.check_id, s.since, s.last_at, s.flips, c.project_id, c.code, st.status,
             coalesce(nullif(c.name, ''), c.code::text) AS name
        FROM settled s JOIN checks c ON c.id = s.check_id JOIN check_state st ON st.check_id = c.id
       ORDER BY s.check_id
      """;

  private record Settled(
      long check,
      long project,
      String code,
      String name,
      String status,
      Instant since,
      Instant lastAt,
      int flips) {

    static Settled of(Row row) throws SQLException {
      return new Settled(
          row.number("check_id"),
          row.number("project_id"),
          row.string("code"),
          row.string("name"),
          row.string("status"),
          row.instant("since"),
          row.instant("last_at"),
          row.integer("flips"));
    }
  }

  private static NewNotice ends(Settled one) {
    return new NewNotice(
        one.project(),
        "settled-%s-%d".formatted(one.code(), one.lastAt().toEpochMilli()),
        "flapping-" + one.code(),
        "settled",
        Alert.Level.OVER,
        "%s has settled: it is %s".formatted(one.name(), one.status()),
        List.of(
            "It changed %d times within %s, and has kept its status since."
                .formatted(one.flips(), Words.of(Duration.between(one.since(), one.lastAt()))),
            "You are told again of each change."),
        "/checks/" + one.code());
  }

  private static List<Long> channels(Tx tx, long check) {
    return tx.query(
        "reading whom to tell",
        "SELECT channel_id FROM check_channels WHERE check_id = ?",
        row -> row.number("channel_id"),
        check);
  }
}
