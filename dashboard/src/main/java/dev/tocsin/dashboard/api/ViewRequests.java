package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.views.SavedView;
import dev.tocsin.dashboard.views.SavedViews;
import java.util.Map;

/** Calls under {@code projects/<uuid>/views/}: the named lists of the person whose key it is. */
final class ViewRequests {

  private final SavedViews views;

  ViewRequests(SavedViews views) {
    this.views = views;
  }

  Reply answer(Call call, Project project, ApiKey key, JsonNode body) {
    Account account = key.account();
    if (account == null) {
      return Reply.error(
          403, "views are a person's own: ask with a key of an account (hca_), of a member");
    }
    return switch (call.method().name()) {
      case "GET" -> Reply.json(200, Map.of("views", views.of(account.id(), project.id())));
      case "DELETE" ->
          views
              .delete(account.id(), project.id(), call.target().parts().get(1))
              .map(was -> Reply.json(200, was))
              .orElseGet(OwnChecks::notFound);
      default -> save(project, account, body);
    };
  }

  private Reply save(Project project, Account account, JsonNode body) {
    Fields fields = new Fields(body);
    String name = fields.words("name", SavedView.LONGEST_NAME).orElse("");
    String query = fields.text("query", SavedView.LONGEST_QUERY).orElse("?");
    if (!body.has("name")) {
      fields.wrong("name", "is missing");
    }
    if (!SavedView.isQuery(query)) {
      fields.wrong("query", "is not the query part of an address, such as ?state=down&tag=db");
    }
    SavedView view = new SavedView(name, query);
    return fields
        .problem()
        .orElseGet(
            () ->
                views.save(account.id(), project.id(), view)
                    ? Reply.json(201, view)
                    : Reply.error(
                        409,
                        "you have %d views in this project: delete one first"
                            .formatted(SavedViews.MOST)));
  }
}
