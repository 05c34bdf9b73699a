package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.people.offers.Offer;
import dev.tocsin.dashboard.people.offers.ProjectOffers;

/** Calls of {@code projects/<uuid>/offer}: handing a project over to another owner. */
final class OfferRequests {

  private static final int LONGEST_EMAIL = 254;

  private final ProjectOffers offers;

  OfferRequests(ProjectOffers offers) {
    this.offers = offers;
  }

  Reply answer(Call call, Project project, Acting acting, JsonNode body) {
    if (call.target().route() == Route.OFFER_ACCEPT) {
      return reply(200, offers.accept(project, acting));
    }
    return switch (call.method().name()) {
      case "GET" ->
          offers
              .of(project.id())
              .map(offer -> Reply.json(200, ProjectObjects.offer(offer)))
              .orElseGet(OwnChecks::notFound);
      case "DELETE" -> reply(200, offers.end(project, acting));
      default -> offer(project, acting, body);
    };
  }

  private Reply offer(Project project, Acting acting, JsonNode body) {
    Fields fields = new Fields(body);
    String email = fields.words("email", LONGEST_EMAIL).orElse("");
    if (!body.has("email")) {
      fields.wrong("email", "is missing");
    }
    return fields.problem().orElseGet(() -> reply(201, offers.offer(project, email, acting)));
  }

  private static Reply reply(int status, Outcome<Offer> outcome) {
    return outcome.either(
        offer -> Reply.json(status, ProjectObjects.offer(offer)), ProjectObjects::refusal);
  }
}
