package dev.tocsin.dashboard.quiet;

import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The silences of projects. Each change is one transaction, with a row in the audit log. */
public final class Silences {

  /** The longest silence: what is silent for longer is better paused. */
  public static final Duration LONGEST = Duration.ofDays(92);

  /** The longest reason, in characters. */
  public static final int LONGEST_REASON = 500;

  /** Most that are on, or to come, in a project: fan-out reads them all. */
  static final int MOST = 200;

  private final Db db;

  public Silences(Db db) {
    this.db = db;
  }

  /** Those that are on or to come, and those that ended since. The next to end comes first. */
  public List<Silence> of(long projectId, Instant since) {
    return db.query(
        "reading silences",
        "SELECT s.code, s.reason, s.author, s.starts_at, s.ends_at, "
            + Range.COLUMNS
            + """
               FROM silences s LEFT JOIN checks c ON c.id = s.check_id
              WHERE s.project_id = ? AND s.ends_at > ? ORDER BY s.ends_at, s.id
              """,
        Silences::of,
        projectId,
        since);
  }

  private static Silence of(Row row) throws SQLException {
    return new Silence(
        row.uuid("code"),
        Range.of(row),
        row.string("reason"),
        row.string("author"),
        row.instant("starts_at"),
        row.instant("ends_at"));
  }

  /** Makes one that is over after {@link #LONGEST} at the latest. */
  public Outcome<Silence> create(
      long projectId, Range range, String reason, Instant starts, Instant ends, String author) {
    Optional<String> problem = problem(starts, ends, reason);
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    return db.transaction(
        "making a silence", tx -> create(tx, projectId, range, reason, starts, ends, author));
  }

  /** What is wrong with one, to people; empty: nothing. */
  public static Optional<String> problem(Instant starts, Instant ends, String reason) {
    if (!ends.isAfter(starts) || Duration.between(starts, ends).compareTo(LONGEST) > 0) {
      return Optional.of(
          "a silence ends after it starts, within %d days".formatted(LONGEST.toDays()));
    }
    return reason.codePointCount(0, reason.length()) > LONGEST_REASON
        ? Optional.of("the reason has more than %d characters".formatted(LONGEST_REASON))
        : Optional.empty();
  }

  private Outcome<Silence> create(
      Tx tx,
      long projectId,
      Range range,
      String reason,
      Instant starts,
      Instant ends,
      String author) {
    Optional<Long> check = range.checkId(tx, projectId);
    if (range.check().isPresent() && check.isEmpty()) {
      return Outcome.refused(Reason.INVALID, "the project has no such check");
    }
    Optional<UUID> code =
        tx.first(
            "making a silence",
            """
            INSERT INTO silences (project_id, check_id, tag, reason, author, starts_at, ends_at)
            SELECT ?, ?, ?, ?, ?, ?, ?
             WHERE (SELECT count(*) FROM silences WHERE project_id = ? AND ends_at > now()) < ?
            RETURNING code
            """,
            row -> row.uuid("code"),
            projectId,
            check.orElse(null),
            range.tag().orElse(null),
            reason,
            author,
            starts,
            ends,
            projectId,
            MOST);
    if (code.isEmpty()) {
      return Outcome.refused(
          Reason.CONFLICT, "the project has %d silences already".formatted(MOST));
    }
    Map<String, String> detail =
        Map.of("silence", code.get().toString(), "for", range.inWords(), "until", ends.toString());
    Audit.note(tx, projectId, author, "silence.create", detail);
    return Outcome.done(new Silence(code.get(), range, reason, author, starts, ends));
  }

  /** Ends one now; what is still down is told within moments. False: there is none to be ended. */
  public boolean end(long projectId, UUID code, String actor) {
    return db.transaction(
        "ending a silence",
        tx -> {
          int rows =
              tx.update(
                  "ending silence " + code,
                  """
                  UPDATE silences SET ends_at = greatest(now(), starts_at)
                   WHERE project_id = ? AND code = ? AND ends_at > now()
                  """,
                  projectId,
                  code);
          if (rows > 0) {
            Incidents.lookAgain(tx, projectId);
            Audit.note(tx, projectId, actor, "silence.end", Map.of("silence", code.toString()));
          }
          return rows > 0;
        });
  }
}
