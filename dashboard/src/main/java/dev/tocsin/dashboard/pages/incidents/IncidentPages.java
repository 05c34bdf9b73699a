package dev.tocsin.dashboard.pages.incidents;

import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.incidents.IncidentActions;
import dev.tocsin.dashboard.incidents.IncidentActions.How;
import dev.tocsin.dashboard.incidents.IncidentFilter;
import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.people.Member;
import dev.tocsin.dashboard.people.Members;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The incidents of a project, one incident, and what members do about it. */
public final class IncidentPages {

  /** Open ones that are shown; who has more down than this looks at the list of checks. */
  private static final int MOST_OPEN = 200;

  private static final int ENDED_ON_A_PAGE = 50;

  private final Incidents incidents;
  private final IncidentActions actions;
  private final Members members;
  private final Cookies cookies;

  private IncidentPages(Db db, Cookies cookies) {
    this.incidents = new Incidents(db);
    this.actions = new IncidentActions(db);
    this.members = new Members(db);
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, Db db, Cookies cookies) {
    IncidentPages pages = new IncidentPages(db, cookies);
    site.ofProject(HttpMethod.GET, "/projects/:project/incidents", pages::list);
    site.signedIn(HttpMethod.GET, "/incidents/:incident", visit -> pages.own(visit, pages::show));
    pages.change(site, "acknowledge", pages::acknowledge);
    pages.change(site, "unacknowledge", pages::unacknowledge);
    pages.change(site, "assign", pages::assign);
    pages.change(site, "note", pages::note);
  }

  /** A page about an incident of a project of the visitor. */
  private interface OfIncident {
    Answer answer(Visit visit, Project project, Incident incident);
  }

  private void change(Site site, String what, OfIncident page) {
    site.signedIn(
        HttpMethod.POST,
        "/incidents/:incident/" + what,
        visit ->
            own(
                visit,
                (v, project, incident) ->
                    project.mayEdit() ? page.answer(v, project, incident) : Answer.FORBIDDEN));
  }

  private Answer own(Visit visit, OfIncident page) {
    Optional<UUID> code = visit.code("incident");
    Optional<Long> id = code.flatMap(incidents::projectOf);
    Optional<Project> project =
        id.flatMap(own -> visit.projects().stream().filter(p -> p.id() == own).findFirst());
    return project
        .flatMap(own -> code.flatMap(incidents::find).map(found -> page.answer(visit, own, found)))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer list(Visit visit, Project project) {
    Optional<IncidentFilter> filter = ended(visit);
    if (filter.isEmpty()) {
      return Answer.status(400);
    }
    boolean first = visit.query("before").isEmpty();
    List<Incident> open =
        first ? incidents.ofProject(project.id(), IncidentFilter.OPEN, MOST_OPEN) : List.of();
    List<Incident> ended = incidents.ofProject(project.id(), filter.get(), ENDED_ON_A_PAGE + 1);
    List<Incident> shown = ended.subList(0, Math.min(ended.size(), ENDED_ON_A_PAGE));
    Optional<Incident> last =
        ended.size() > ENDED_ON_A_PAGE
            ? Optional.of(shown.get(shown.size() - 1))
            : Optional.empty();
    return visit.page(
        project,
        "incidents",
        "Incidents",
        "pages/incidents.jte",
        Map.of(
            "project", project,
            "first", first,
            "open", models(visit, project, open),
            "ended", models(visit, project, shown),
            "older", last.map(i -> "?before=%s&id=%d".formatted(i.started(), i.id())).orElse("")));
  }

  private static List<IncidentModel> models(Visit visit, Project project, List<Incident> some) {
    return some.stream()
        .map(incident -> new IncidentModel(incident, visit.account(), project.mayEdit()))
        .toList();
  }

  /** Those that ended, from the place in the query on; empty: that is none. */
  private static Optional<IncidentFilter> ended(Visit visit) {
    String before = visit.query("before");
    String id = visit.query("id");
    try {
      boolean first = before.isEmpty();
      if (!first && !id.matches("[0-9]{1,18}")) {
        return Optional.empty();
      }
      return Optional.of(
          new IncidentFilter(
              Instant.EPOCH,
              Schedule.NEVER,
              Optional.of(false),
              first ? Schedule.NEVER : Instant.parse(before),
              first ? Long.MAX_VALUE : Long.parseLong(id)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Answer show(Visit visit, Project project, Incident incident) {
    return show(visit, project, incident, 200, "");
  }

  private Answer show(Visit visit, Project project, Incident incident, int status, String problem) {
    List<String> people =
        members.of(project.id()).stream().map(Member::account).map(a -> a.email()).toList();
    return visit.page(
        status,
        Optional.of(project),
        "incidents",
        "Incident of " + incident.title(),
        "pages/incident.jte",
        Map.of(
            "model", new IncidentModel(incident, visit.account(), project.mayEdit()),
            "members", people,
            "problem", problem));
  }

  private Answer acknowledge(Visit visit, Project project, Incident incident) {
    return done(
        visit,
        project,
        incident,
        actions.acknowledge(project.id(), incident.code(), visit.account().email(), How.PAGE),
        "Acknowledged. Nobody is reminded of it any more.");
  }

  private Answer unacknowledge(Visit visit, Project project, Incident incident) {
    return done(
        visit,
        project,
        incident,
        actions.unacknowledge(project.id(), incident.code(), visit.account().email()),
        "Not acknowledged any more.");
  }

  private Answer assign(Visit visit, Project project, Incident incident) {
    String whom = visit.field("assignee").strip();
    return done(
        visit,
        project,
        incident,
        actions.assign(
            project.id(),
            incident.code(),
            Optional.of(whom).filter(text -> !text.isEmpty()),
            visit.account().email()),
        whom.isEmpty() ? "Assigned to nobody." : "Assigned to %s.".formatted(whom));
  }

  private Answer note(Visit visit, Project project, Incident incident) {
    return done(
        visit,
        project,
        incident,
        actions.note(project.id(), incident.code(), visit.field("text"), visit.account().email()),
        "Noted.");
  }

  /** Back to where the form was: the page of the check, or that of the incident. */
  private Answer done(
      Visit visit, Project project, Incident was, Outcome<Incident> outcome, String note) {
    String back = visit.field("back").equals("check") ? "/checks/" + was.check() : was.path();
    return outcome.either(
        now -> Answer.redirect(back).cookie(cookies.note(note)),
        refused -> show(visit, project, was, 422, refused.sentence()));
  }
}
