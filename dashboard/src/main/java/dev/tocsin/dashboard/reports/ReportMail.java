package dev.tocsin.dashboard.reports;

import dev.tocsin.domain.report.MailDay;
import dev.tocsin.domain.report.Period;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/**
 * Who gets the report of a project by mail, and how often: each member for themselves. Blocking.
 */
public final class ReportMail {

  private final Db db;

  public ReportMail(Db db) {
    this.db = db;
  }

  /**
   * What somebody asked for.
   *
   * @param period week or month
   * @param zone whose mornings and days these are
   * @param next when the next one is written
   */
  public record Asked(Period period, ZoneId zone, Instant next) {}

  /** What a member asked for; empty: nothing. */
  public Optional<Asked> of(long accountId, long projectId) {
    return db.first(
        "reading who gets a report",
        "SELECT period, tz, next_at FROM report_mail WHERE account_id = ? AND project_id = ?",
        ReportMail::asked,
        accountId,
        projectId);
  }

  /** Whether this is a period for which there are reports by mail. */
  public static boolean offers(Period period) {
    return period != Period.DAY;
  }

  /** The zone with this name as it is kept; empty: there is none, or it is no name of a zone. */
  public static Optional<ZoneId> zone(String name) {
    return TimeZones.canonical(name).map(TimeZones::zone);
  }

  /**
   * Asks for reports, from the next morning on which a period begins; empty if the person is no
   * member any more.
   */
  public Optional<Asked> ask(long accountId, long projectId, Period period, ZoneId zone) {
    return db.transaction(
        "asking for reports",
        tx -> {
          Instant now = now(tx);
          return tx.first(
              "asking for reports",
              """
              INSERT INTO report_mail (project_id, account_id, period, tz, next_at)
              SELECT project_id, account_id, ?, ?, ? FROM members
               WHERE account_id = ? AND project_id = ?
              ON CONFLICT (project_id, account_id)
              DO UPDATE SET period = excluded.period, tz = excluded.tz, next_at = excluded.next_at
              RETURNING period, tz, next_at
              """,
              ReportMail::asked,
              period.word(),
              zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId(),
              MailDay.next(period, zone, now),
              accountId,
              projectId);
        });
  }

  /** Ends it, if it was asked for. */
  public void end(long accountId, long projectId) {
    db.update(
        "ending reports",
        "DELETE FROM report_mail WHERE account_id = ? AND project_id = ?",
        accountId,
        projectId);
  }

  /** The name of the project whose reports a link ends; empty: they are ended already. */
  public Optional<String> project(UUID code) {
    return db.first(
        "reading which reports a link ends",
        """
        SELECT p.name FROM report_mail r JOIN projects p ON p.id = r.project_id WHERE r.code = ?
        """,
        row -> row.string("name"),
        code);
  }

  /** Ends what a link is about. */
  public void end(UUID code) {
    db.update("ending reports by a link", "DELETE FROM report_mail WHERE code = ?", code);
  }

  private static Instant now(Tx tx) {
    return tx.first(
            "reading the time", "SELECT clock_timestamp() AS now", row -> row.instant("now"))
        .orElseThrow();
  }

  private static Asked asked(Row row) throws SQLException {
    return new Asked(
        Period.of(row.string("period")).orElseThrow(),
        zone(row.string("tz")).orElse(ZoneOffset.UTC),
        row.instant("next_at"));
  }
}
