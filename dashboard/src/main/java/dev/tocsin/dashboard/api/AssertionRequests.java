package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.ChannelChoice;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.CheckView;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.domain.assertion.Assertions;
import dev.tocsin.store.StoredCheck;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/** What has to be true of the successes of checks: apart from them, for their form is fixed. */
final class AssertionRequests {

  private final CheckQueries queries;
  private final CheckActions actions;
  private final OwnChecks own;

  AssertionRequests(CheckQueries queries, CheckActions actions) {
    this.queries = queries;
    this.actions = actions;
    this.own = new OwnChecks(queries);
  }

  /** Those of all checks of the project that have any. */
  Reply all(ApiKey key) {
    return Reply.json(
        200,
        Map.of(
            "checks",
            queries.byProject(key.projectId(), CheckFilter.ALL).checks().stream()
                .filter(check -> !assertions(check).all().isEmpty())
                .map(
                    check ->
                        AlertObjects.members(
                            "uuid", check.code().toString(),
                            "assertions", assertions(check).lines()))
                .toList()));
  }

  Reply answer(Call call, ApiKey key, JsonNode body) {
    return own.byUuid(
        call.target(),
        key,
        view -> call.method().equals(HttpMethod.GET) ? ok(call, view) : replace(call, key, body));
  }

  private Reply replace(Call call, ApiKey key, JsonNode body) {
    CheckEdit edit = new CheckEdit();
    JsonNode wanted = body.path(AssertionReader.MEMBER);
    Optional<String> problem =
        wanted.isMissingNode()
            ? Optional.of("assertions is missing")
            : AssertionReader.read(wanted, edit);
    if (problem.isPresent()) {
      return CheckRequests.invalid(problem.get());
    }
    Saved saved =
        actions.update(
            key.projectId(),
            call.target().uuid(),
            key.actor(),
            edit,
            ChannelChoice.KEEP,
            Conditional.guard(call));
    if (saved instanceof Saved.ChangedMeanwhile) {
      return Conditional.changedMeanwhile();
    }
    return saved instanceof Saved.Updated updated
        ? ok(call, updated.check())
        : OwnChecks.notFound();
  }

  private static Reply ok(Call call, CheckView view) {
    Reply reply = Reply.json(200, Map.of("assertions", assertions(view.check()).lines()));
    return Conditional.tagged(call.target(), reply, view);
  }

  private static Assertions assertions(StoredCheck check) {
    return check.settings().assertions();
  }
}
