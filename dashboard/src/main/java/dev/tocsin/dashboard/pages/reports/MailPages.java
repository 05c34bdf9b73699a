package dev.tocsin.dashboard.pages.reports;

import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.reports.ReportMail;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.report.Period;
import dev.tocsin.store.ReportLinks;
import io.vertx.core.http.HttpMethod;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Asks for reports by mail, and ends them: by the page, or by the link in each of them, which needs
 * nobody to be signed in. To open that link changes nothing, since programs open links to show a
 * preview of them; to post to it does, as mail programs do for one press (RFC 8058).
 */
final class MailPages {

  private final ReportMail mail;
  private final ReportLinks links;
  private final Cookies cookies;

  private MailPages(ReportMail mail, ReportLinks links, Cookies cookies) {
    this.mail = mail;
    this.links = links;
    this.cookies = cookies;
  }

  static void mount(Site site, ReportMail mail, ReportLinks links, Cookies cookies) {
    MailPages pages = new MailPages(mail, links, cookies);
    site.ofMember(HttpMethod.POST, "/projects/:project/reports/mail", pages::ask);
    site.open(HttpMethod.GET, "/reports/leave/:token", visit -> pages.leave(visit, false));
    site.byLink("/reports/leave/:token", visit -> pages.leave(visit, true));
  }

  private Answer ask(Visit visit, Project project) {
    String path = "/projects/%s/reports#by-mail".formatted(project.code());
    String word = visit.field("period");
    Optional<Period> period = Period.of(word).filter(ReportMail::offers);
    if (word.isEmpty()) {
      mail.end(visit.account().id(), project.id());
      return Answer.redirect(path).cookie(cookies.note("You get no reports by e-mail."));
    }
    if (period.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    // A browser may have a zone that we do not keep: its name is not canonical, or it is an offset.
    ZoneId zone = ReportMail.zone(visit.viewer().zone().getId()).orElse(ZoneOffset.UTC);
    return mail.ask(visit.account().id(), project.id(), period.get(), zone).isPresent()
        ? Answer.redirect(path).cookie(cookies.note("Saved."))
        : Answer.NOT_FOUND;
  }

  private Answer leave(Visit visit, boolean now) {
    Optional<UUID> code = links.leaving(visit.path("token"));
    if (code.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    Optional<String> project = mail.project(code.get());
    if (now) {
      mail.end(code.get());
    }
    return visit
        .page(
            "",
            "Reports by e-mail",
            "pages/leave-reports.jte",
            Map.of(
                "project",
                project.orElse(""),
                "ended",
                now || project.isEmpty(),
                "path",
                "/reports/leave/" + visit.path("token")))
        .header("Referrer-Policy", "no-referrer");
  }
}
