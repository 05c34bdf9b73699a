package dev.tocsin.dashboard.pages.reports;

import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.reports.ReportFile;
import dev.tocsin.dashboard.reports.ReportMail;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import dev.tocsin.store.ReportLinks;
import dev.tocsin.store.report.Report;
import dev.tocsin.store.report.Reports;
import dev.tocsin.store.report.Sort;
import dev.tocsin.store.report.TooMuchException;
import dev.tocsin.store.report.Wish;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

/** The page with reports, and what it offers for download. */
public final class ReportPages {

  private final Reports reports;
  private final ReportMail mail;
  private final boolean mailWorks;

  private ReportPages(Reports reports, ReportMail mail, boolean mailWorks) {
    this.reports = reports;
    this.mail = mail;
    this.mailWorks = mailWorks;
  }

  /**
   * Adds these pages to the site.
   *
   * @param mailWorks whether this installation has a mail server
   */
  public static void mount(
      Site site, Db db, ReportLinks links, Cookies cookies, boolean mailWorks) {
    ReportMail mail = new ReportMail(db);
    ReportPages pages = new ReportPages(new Reports(db), mail, mailWorks);
    site.ofProject(HttpMethod.GET, "/projects/:project/reports", pages::show);
    MailPages.mount(site, mail, links, cookies);
  }

  private Answer show(Visit visit, Project project) {
    ZoneId zone = visit.viewer().zone();
    Instant now = visit.viewer().now();
    Wish.Read read = Wish.read(visit::query, zone, now);
    String problem = read.problem().orElse("");
    try {
      String format = problem.isEmpty() ? visit.query("format") : "";
      if (format.equals("csv") || format.equals("json")) {
        return file(visit, project, read.wish(), format);
      }
      Report report = reports.of(project.id(), read.wish(), Sort.PROJECT, now);
      return page(visit, project, report, problem);
    } catch (TooMuchException e) {
      return page(visit, project, Report.nothing(read.wish(), now), e.words());
    }
  }

  private Answer file(Visit visit, Project project, Wish wish, String format) {
    Sort sort = Sort.of(visit.query("by")).orElse(Sort.CHECK);
    Report report = reports.of(project.id(), wish, sort, visit.viewer().now());
    return Answer.download(
        "report-by-%s-%s.%s".formatted(sort.word(), wish.until(), format),
        format.equals("csv") ? ReportFile.csv(report, sort) : ReportFile.json(report, sort));
  }

  private Answer page(Visit visit, Project project, Report report, String problem) {
    String path = "/projects/%s/reports".formatted(project.code());
    String wanted = visit.query("page");
    int last = Math.max(1, (report.checks().size() - 1) / ReportModel.PER_PAGE + 1);
    int page = wanted.matches("[1-9][0-9]{0,5}") ? Math.min(last, Integer.parseInt(wanted)) : 1;
    return visit.page(
        project,
        "reports",
        "Reports",
        "pages/reports.jte",
        Map.of(
            "model",
            new ReportModel(report, path, page),
            "problem",
            problem,
            "asked",
            mail.of(visit.account().id(), project.id()),
            "mailWorks",
            mailWorks));
  }
}
