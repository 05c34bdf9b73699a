package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.Db;
import dev.tocsin.store.LastFailures;
import dev.tocsin.store.Row;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What people ask about checks. Blocking: call it on a worker thread. */
public final class CheckQueries {

  /** Most pings in one answer, whatever a project keeps. */
  public static final int PINGS_AT_ONCE = 1000;

  /** Most flips in one answer: a check that flaps every minute makes 1,440 a day. */
  public static final int FLIPS_AT_ONCE = 10_000;

  /** How far before the oldest ping of a page the start of its run is looked for. */
  private static final int RUNS_BEFORE_PAGE = 200;

  /** Ten megabytes. */
  private static final int MOST_CODES = 50_000;

  private final Db db;

  /** Unique key to code, of checks that were asked for: a check never gets another code. */
  private final Map<String, UUID> codes = new ConcurrentHashMap<>();

  public CheckQueries(Db db) {
    this.db = db;
  }

  /** A check by its UUID, of whichever project. */
  public Optional<CheckView> byCode(UUID code) {
    return db.transaction(
        "reading check " + code,
        tx -> {
          AsOf asOf = Heard.asOf(tx);
          return tx.first(
                  "reading check " + code,
                  StoredCheck.SELECT + " WHERE c.code = ?",
                  StoredCheck::of,
                  code)
              .map(
                  c -> new CheckView(c, Assignments.of(tx, c.id()), Tellings.of(tx, c.id()), asOf));
        });
  }

  /** What a check is called within its project: its slug, or its code if that is not its own. */
  public String callName(UUID code) {
    return db.first(
            "reading the slug of check " + code,
            """
            SELECT c.slug FROM checks c
             WHERE c.code = ? AND c.slug <> '' AND NOT EXISTS (
               SELECT 1 FROM checks o
                WHERE o.project_id = c.project_id AND o.slug = c.slug AND o.id <> c.id)
            """,
            row -> row.string("slug"),
            code)
        .orElse(code.toString());
  }

  /** The check of a project with this {@link CheckObject#uniqueKey}. */
  public Optional<CheckView> byUniqueKey(long projectId, String key) {
    UUID known = codes.get(key);
    Optional<UUID> code = Optional.ofNullable(known).or(() -> searched(projectId, key));
    code.filter(found -> codes.size() < MOST_CODES).ifPresent(found -> codes.put(key, found));
    return code.flatMap(this::byCode).filter(view -> view.check().projectId() == projectId);
  }

  /** Postgres has no SHA-1 that we could index, so every code of the project is tried. */
  private Optional<UUID> searched(long projectId, String key) {
    return db
        .query(
            "reading the codes of project " + projectId,
            "SELECT code FROM checks WHERE project_id = ?",
            row -> row.uuid("code"),
            projectId)
        .stream()
        .filter(code -> CheckObject.uniqueKey(code).equals(key))
        .findFirst();
  }

  /** The checks of a project that pass a filter, all of them: a project's limit bounds it. */
  public CheckList byProject(long projectId, CheckFilter filter) {
    return db.transaction(
        "reading the checks of project " + projectId,
        tx -> {
          AsOf asOf = Heard.asOf(tx);
          List<StoredCheck> checks = new ArrayList<>(all(tx, projectId));
          checks.removeIf(check -> !filter.accepts(check));
          List<Long> ids = checks.stream().map(StoredCheck::id).toList();
          return new CheckList(checks, Assignments.of(tx, ids), Tellings.of(tx, ids), asOf);
        });
  }

  /**
   * A part of {@link #byProject}, by tags and slug only.
   *
   * @param after only checks with a larger id
   * @param limit at most so many
   */
  public CheckList page(long projectId, CheckFilter filter, long after, int limit) {
    return db.transaction(
        "reading a page of the checks of project " + projectId,
        tx -> {
          AsOf asOf = Heard.asOf(tx);
          List<StoredCheck> checks =
              filter.canMatch() ? page(tx, projectId, filter, after, limit) : List.of();
          List<Long> ids = checks.stream().map(StoredCheck::id).toList();
          return new CheckList(checks, Assignments.of(tx, ids), Tellings.of(tx, ids), asOf);
        });
  }

  private static List<StoredCheck> page(
      Tx tx, long projectId, CheckFilter filter, long after, int limit) {
    return tx.query(
        "reading a page of the checks of project " + projectId,
        StoredCheck.SELECT
            + """
               WHERE c.project_id = ? AND c.id > ? AND c.slug = coalesce(?, c.slug)
                 AND string_to_array(c.tags, ' ') @> ?::text[]
               ORDER BY c.id LIMIT ?
              """,
        StoredCheck::of,
        projectId,
        after,
        filter.slug().orElse(null),
        filter.tags(),
        limit);
  }

  /** All checks of a project, oldest first. */
  static List<StoredCheck> all(Tx tx, long projectId) {
    return tx.query(
        "reading the checks of project " + projectId,
        StoredCheck.SELECT + " WHERE c.project_id = ? ORDER BY c.id",
        StoredCheck::of,
        projectId);
  }

  /** Check id to the codes of its channels, in one query; checks without channels are left out. */
  public Map<Long, List<UUID>> channelsOf(Collection<Long> checkIds) {
    return db.transaction("reading channels", tx -> Assignments.of(tx, checkIds));
  }

  /** As {@link #pings(StoredCheck, long, int)}, the newest ones. */
  public List<LoggedPing> pings(StoredCheck check, int limit) {
    return pings(check, Long.MAX_VALUE, limit);
  }

  /**
   * Pings of a check, newest first, with the durations of their runs.
   *
   * @param before only those with a smaller {@code n}
   * @param limit at most so many; never more than what the project keeps, nor than {@link
   *     #PINGS_AT_ONCE} and one: by that one a page knows that there is another
   */
  public List<LoggedPing> pings(StoredCheck check, long before, int limit) {
    int rows = Math.min(limit, PINGS_AT_ONCE + 1);
    List<LoggedPing> log =
        db.query(
            "reading the pings of check " + check.code(),
            """
            SELECT p.n, p.at, p.kind, p.scheme, p.method, p.remote_addr, p.ua, p.rid,
                   p.exit_status, p.broken, coalesce(octet_length(p.body), 0) AS body_bytes
              FROM pings p
             WHERE p.check_id = ? AND p.n < ? AND p.n > (
                   SELECT s.n_pings - pr.ping_log_limit
                     FROM check_state s, projects pr
                    WHERE s.check_id = p.check_id AND pr.id = ?)
             ORDER BY p.n DESC LIMIT ?
            """,
            CheckQueries::ping,
            check.id(),
            before,
            check.projectId(),
            rows + RUNS_BEFORE_PAGE);
    Collections.reverse(log);
    List<LoggedPing> timed = RunPairs.timed(log);
    List<LoggedPing> page =
        new ArrayList<>(timed.subList(Math.max(0, timed.size() - rows), timed.size()));
    Collections.reverse(page);
    return page;
  }

  /** The last failures before the pings that a project keeps by number, newest first. */
  public List<LoggedPing> failuresBefore(StoredCheck check) {
    return db.query(
        "reading the last failures of check " + check.code(),
        """
        SELECT p.n, p.at, p.kind, p.scheme, p.method, p.remote_addr, p.ua, p.rid,
               p.exit_status, p.broken, coalesce(octet_length(p.body), 0) AS body_bytes
          FROM pings p
         WHERE p.check_id = ? AND (p.kind = 'fail' OR p.broken IS NOT NULL) AND p.n <= (
               SELECT s.n_pings - pr.ping_log_limit
                 FROM check_state s, projects pr
                WHERE s.check_id = p.check_id AND pr.id = ?)
         ORDER BY p.n DESC LIMIT ?
        """,
        CheckQueries::ping,
        check.id(),
        check.projectId(),
        LastFailures.KEPT);
  }

  private static LoggedPing ping(Row row) throws SQLException {
    Long exit = row.numberOrNull("exit_status");
    return new LoggedPing(
        row.number("n"),
        row.instant("at"),
        PingKind.of(row.string("kind")),
        row.string("scheme"),
        row.string("method"),
        row.stringOrNull("remote_addr"),
        row.string("ua"),
        row.uuidOrNull("rid"),
        exit == null ? null : exit.intValue(),
        row.stringOrNull("broken"),
        row.integer("body_bytes"),
        null);
  }

  /** The kept body of a ping, byte for byte; empty if there is none, or the ping is not kept. */
  public Optional<byte[]> body(StoredCheck check, long n) {
    return body(check, n, false);
  }

  /** The same, also of the failures that are kept longer. */
  public Optional<byte[]> bodyInLog(StoredCheck check, long n) {
    return body(check, n, true);
  }

  private Optional<byte[]> body(StoredCheck check, long n, boolean olderFailures) {
    return db.first(
        "reading the body of ping %d of check %s".formatted(n, check.code()),
        """
        SELECT p.body
          FROM pings p JOIN check_state s USING (check_id) JOIN projects pr ON pr.id = ?
         WHERE p.check_id = ? AND p.n = ?
           AND (p.n > s.n_pings - pr.ping_log_limit OR ? AND (p.kind = 'fail' OR p.broken IS NOT NULL))
           AND octet_length(p.body) > 0
        """,
        row -> row.bytes("body"),
        check.projectId(),
        check.id(),
        n,
        olderFailures);
  }

  /** Flips of a check, newest first, at most {@link #FLIPS_AT_ONCE}. */
  public List<LoggedFlip> flips(StoredCheck check, FlipFilter filter, int limit) {
    return db.query(
        "reading the flips of check " + check.code(),
        """
        SELECT id, at, old_status, new_status, reason
          FROM flips
         WHERE check_id = ? AND at >= ? AND at < ? AND at >= clock_timestamp() - ?
           AND (at, id) < (?, ?)
         ORDER BY at DESC, id DESC LIMIT ?
        """,
        LoggedFlip::of,
        check.id(),
        filter.from(),
        filter.to(),
        filter.last(),
        filter.behind().at(),
        filter.behind().id(),
        Math.min(limit, FLIPS_AT_ONCE));
  }
}
