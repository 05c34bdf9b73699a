package dev.tocsin.alerter.reports;

import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.domain.report.MailDay;
import dev.tocsin.domain.report.Period;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Db;
import dev.tocsin.store.ReportLinks;
import dev.tocsin.store.Row;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.Tx;
import dev.tocsin.store.report.Report;
import dev.tocsin.store.report.Reports;
import dev.tocsin.store.report.Sort;
import dev.tocsin.store.report.TooMuchException;
import dev.tocsin.store.report.Wish;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes the reports that people asked for, each once: whoever moves {@code next_at} has it for ten
 * minutes, and the transaction that puts the letter into {@code account_mail} notes the period and
 * moves it to the next morning. A process that ends in between leaves it to the next one; periods
 * that passed while nobody was there are not made up for.
 */
public final class ReportLetters {

  /** One report is made in less; what one project cannot have holds up nobody else's. */
  private static final Duration LEASE = Duration.ofMinutes(10);

  /** No more are made while so many letters wait: those of accounts have the same mail server. */
  private static final int MOST_WAITING = 1_000;

  /** The next report is not far then. */
  private static final Duration VALID = Duration.ofDays(3);

  private final Db db;
  private final SecretBox secrets;
  private final ReportLinks links;
  private final String siteUrl;
  private final boolean mails;

  private record Due(
      UUID code,
      Instant lease,
      Instant now,
      long projectId,
      Period period,
      ZoneId zone,
      String told,
      String address,
      String project,
      UUID projectCode) {}

  /**
   * @param siteUrl the root of the pages, without a slash at the end
   * @param mails whether this process can send letters; another one may
   */
  public ReportLetters(Db db, SecretBox secrets, String siteUrl, boolean mails) {
    this.db = db;
    this.secrets = secrets;
    this.links = new ReportLinks(secrets, siteUrl);
    this.siteUrl = siteUrl;
    this.mails = mails;
  }

  /** Writes one that is due; true if there was one. */
  public boolean runOnce() {
    Optional<Due> due = mails ? claim() : Optional.empty();
    due.ifPresent(
        report ->
            db.transaction(
                "writing a report of project " + report.projectId(),
                tx -> {
                  write(tx, report);
                  return true;
                }));
    return due.isPresent();
  }

  private Optional<Due> claim() {
    return db.first(
        "claiming a report",
        """
        WITH due AS (
          UPDATE report_mail SET next_at = clock_timestamp() + ?::interval
           WHERE code = (SELECT code FROM report_mail
                          WHERE next_at <= clock_timestamp()
                            AND (SELECT count(*) FROM (SELECT 1 FROM account_mail LIMIT ?) waiting) < ?
                          ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING *, clock_timestamp() AS now)
        SELECT d.code, d.next_at, d.now, d.project_id, d.period, d.tz, d.told, a.email,
               p.name, p.code AS project_code
          FROM due d JOIN accounts a ON a.id = d.account_id JOIN projects p ON p.id = d.project_id
        """,
        ReportLetters::due,
        LEASE,
        MOST_WAITING,
        MOST_WAITING);
  }

  private static Due due(Row row) throws SQLException {
    return new Due(
        row.uuid("code"),
        row.instant("next_at"),
        row.instant("now"),
        row.number("project_id"),
        Period.of(row.string("period")).orElseThrow(),
        TimeZones.canonical(row.string("tz")).map(TimeZones::zone).orElse(ZoneOffset.UTC),
        row.string("told"),
        row.string("email"),
        row.string("name"),
        row.uuid("project_code"));
  }

  private void write(Tx tx, Due due) {
    LocalDate first = MailDay.lastOver(due.period(), due.zone(), due.now());
    String label = due.period().label(first);
    // Whoever took it over after the lease, or ended it meanwhile, has the say.
    int mine =
        tx.update(
            "noting a report",
            "UPDATE report_mail SET next_at = ?, told = ? WHERE code = ? AND next_at = ?",
            MailDay.next(due.period(), due.zone(), due.now()),
            label,
            due.code(),
            due.lease());
    if (mine == 1 && !label.equals(due.told())) {
      letter(tx, due, first).ifPresent(letter -> post(tx, due, letter));
    }
  }

  /** Empty for a project without checks. */
  private Optional<PersonalLetter> letter(Tx tx, Due due, LocalDate first) {
    Wish wish = wish(due, first);
    try {
      Report report = Reports.read(tx, due.projectId(), wish, Sort.PROJECT, due.now());
      if (report.checks().isEmpty()) {
        return Optional.empty();
      }
      LocalDate earlier = due.period().first(first.minusDays(1));
      Report before =
          Reports.read(tx, due.projectId(), wish(due, earlier), Sort.PROJECT, due.now());
      return Optional.of(
          letter(
              due,
              wish,
              ReportWords.subject(due.period(), due.project(), report),
              new ReportWords(report, before).lines()));
    } catch (TooMuchException e) {
      String project = ReportWords.plain(due.project());
      return Optional.of(
          letter(
              due,
              wish,
              "Report of " + project,
              List.of("There was more than a report can hold: %s.".formatted(e.words()))));
    }
  }

  private static Wish wish(Due due, LocalDate first) {
    return new Wish(due.period(), first, due.period().next(first).minusDays(1), due.zone(), "");
  }

  private PersonalLetter letter(Due due, Wish wish, String subject, List<String> lines) {
    String page =
        "%s/projects/%s/reports?period=%s&from=%s&until=%s"
            .formatted(siteUrl, due.projectCode(), wish.period().word(), wish.from(), wish.until());
    String leave = links.leave(due.code());
    return new PersonalLetter(
        subject,
        lines,
        Optional.of(new PersonalLetter.Link(page, "See the whole report")),
        "You asked for this report. To get it no more: " + leave,
        Optional.of(leave));
  }

  private void post(Tx tx, Due due, PersonalLetter letter) {
    tx.update(
        "writing a letter",
        """
        INSERT INTO account_mail (recipient, letter, expires_at)
        VALUES (?, ?, clock_timestamp() + ?::interval)
        """,
        due.address(),
        secrets.seal(letter.toBytes()),
        VALID);
  }
}
