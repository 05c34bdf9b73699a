package dev.tocsin.dashboard.pages.audit;

import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.audit.AuditFile;
import dev.tocsin.dashboard.people.audit.AuditFilter;
import dev.tocsin.dashboard.people.audit.AuditLog;
import dev.tocsin.dashboard.people.audit.Event;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit log of a project, for who manages it, and that of one's own account. */
public final class AuditPages {

  private static final int PER_PAGE = 50;

  private final AuditLog log;

  private AuditPages(AuditLog log) {
    this.log = log;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, AuditLog log) {
    AuditPages pages = new AuditPages(log);
    site.ofProject(HttpMethod.GET, "/projects/:project/audit", pages::ofProject);
    site.signedIn(HttpMethod.GET, "/account/audit", pages::ofAccount);
  }

  /** Reads at most so many events. */
  @FunctionalInterface
  private interface Reader {
    List<Event> read(AuditFilter filter, int limit);
  }

  private Answer ofProject(Visit visit, Project project) {
    return project.mayManage()
        ? answer(
            visit,
            Optional.of(project),
            (filter, limit) -> log.ofProject(project.id(), filter, limit),
            log.actionsOfProject(project.id()))
        : Answer.FORBIDDEN;
  }

  private Answer ofAccount(Visit visit) {
    return answer(
        visit,
        Optional.empty(),
        (filter, limit) -> log.ofAccount(visit.account(), filter, limit),
        log.actionsOfAccount(visit.account()));
  }

  private static Answer answer(
      Visit visit, Optional<Project> project, Reader reader, List<String> actions) {
    Asked asked = Asked.of(visit);
    AuditFilter filter = asked.filter(visit);
    return switch (visit.query("format")) {
      case "csv" ->
          Answer.download("audit.csv", AuditFile.csv(reader.read(filter, AuditFile.MOST)));
      case "json" ->
          Answer.download("audit.json", AuditFile.json(reader.read(filter, AuditFile.MOST)));
      default -> page(visit, project, asked, reader.read(filter, PER_PAGE + 1), actions);
    };
  }

  private static Answer page(
      Visit visit, Optional<Project> project, Asked asked, List<Event> read, List<String> actions) {
    boolean more = read.size() > PER_PAGE;
    List<Event> events = more ? read.subList(0, PER_PAGE) : read;
    String older = more ? asked.query("before=" + events.get(PER_PAGE - 1).id()) : "";
    return visit.page(
        200,
        project,
        project.isPresent() ? "settings" : "account",
        "Audit log",
        "pages/audit.jte",
        Map.of(
            "path", project.map(p -> "/projects/" + p.code() + "/audit").orElse("/account/audit"),
            "back", project.map(p -> "/projects/" + p.code() + "/settings").orElse("/account"),
            "ofProject", project.isPresent(),
            "asked", asked,
            "events", events,
            "actions", actions,
            "older", older));
  }
}
