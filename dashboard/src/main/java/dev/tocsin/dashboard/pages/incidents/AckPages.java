package dev.tocsin.dashboard.pages.incidents;

import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.incidents.IncidentActions;
import dev.tocsin.dashboard.incidents.IncidentActions.How;
import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Where links in messages lead: one button, no signing in. To open the page changes nothing, since
 * chat programs open links to show a preview of them.
 */
public final class AckPages {

  /** The actor in the audit log; whoever is signed in is named instead. */
  private static final String SOMEBODY = "link";

  private final AckLinks links;
  private final Incidents incidents;
  private final IncidentActions actions;

  private AckPages(AckLinks links, Db db) {
    this.links = links;
    this.incidents = new Incidents(db);
    this.actions = new IncidentActions(db);
  }

  /** Adds these pages to the site. */
  public static void mount(Site site, AckLinks links, Db db) {
    AckPages pages = new AckPages(links, db);
    site.open(HttpMethod.GET, "/ack/:token", visit -> pages.own(visit, pages::show));
    site.open(HttpMethod.POST, "/ack/:token", visit -> pages.own(visit, pages::acknowledge));
  }

  private interface OfIncident {
    Answer answer(Visit visit, Incident incident);
  }

  private Answer own(Visit visit, OfIncident page) {
    return links
        .incident(visit.path("token"))
        .flatMap(incidents::find)
        .map(found -> page.answer(visit, found).header("Referrer-Policy", "no-referrer"))
        .orElse(Answer.NOT_FOUND);
  }

  private Answer show(Visit visit, Incident incident) {
    return visit.page(
        "",
        "Acknowledge",
        "pages/ack.jte",
        Map.of(
            "model",
            new IncidentModel(incident, visit.session().map(s -> s.account()).orElse(NOBODY), true),
            "path",
            "/ack/" + visit.path("token")));
  }

  private static final Account NOBODY = new Account(0, "");

  private Answer acknowledge(Visit visit, Incident incident) {
    UUID code = incident.code();
    String actor = visit.session().map(session -> session.account().email()).orElse(SOMEBODY);
    Optional<Long> project = incidents.projectOf(code);
    if (project.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    Outcome<Incident> outcome = actions.acknowledge(project.get(), code, actor, How.LINK);
    return show(visit, outcome.either(now -> now, refused -> incident));
  }
}
