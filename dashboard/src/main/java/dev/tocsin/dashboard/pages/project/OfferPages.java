package dev.tocsin.dashboard.pages.project;

import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.offers.Offer;
import dev.tocsin.dashboard.people.offers.ProjectOffers;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;

/** Offering a project to another member, and what that member says. */
final class OfferPages {

  private final ProjectOffers offers;
  private final SettingsPage settings;

  private OfferPages(ProjectOffers offers, SettingsPage settings) {
    this.offers = offers;
    this.settings = settings;
  }

  static void mount(Site site, ProjectOffers offers, SettingsPage settings) {
    OfferPages pages = new OfferPages(offers, settings);
    site.ofProject(HttpMethod.POST, "/projects/:project/offer", pages::offer);
    site.ofMember(HttpMethod.POST, "/projects/:project/offer/accept", pages::accept);
    site.ofMember(HttpMethod.POST, "/projects/:project/offer/end", pages::end);
  }

  private Answer offer(Visit visit, Project project) {
    return project.mayDelete()
        ? settings.after(
            visit,
            project,
            "offer",
            offers.offer(project, visit.field("member"), me(visit, project)),
            offer -> offer.to().email() + " is asked.")
        : Answer.FORBIDDEN;
  }

  private Answer accept(Visit visit, Project project) {
    return after(
        visit,
        project,
        offers.accept(project, me(visit, project)),
        project.name() + " is yours now.");
  }

  private Answer end(Visit visit, Project project) {
    return after(
        visit, project, offers.end(project, me(visit, project)), "The offer is taken back.");
  }

  /** Whoever comes too late reads that, on the page on which the offer stood. */
  private Answer after(Visit visit, Project project, Outcome<Offer> outcome, String note) {
    boolean late =
        outcome instanceof Outcome.Refused<Offer> refused
            && refused.reason() == Outcome.Reason.MISSING;
    return late
        ? settings.back(project, "There is no such offer any more.")
        : settings.after(visit, project, "offer", outcome, offer -> note);
  }

  private static Acting me(Visit visit, Project project) {
    return Acting.person(visit.account(), project.role());
  }
}
