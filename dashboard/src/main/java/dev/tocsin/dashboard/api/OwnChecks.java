package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.CheckView;
import java.util.function.Function;

/** Finds the check of a path, and says so if it is not the key's. */
record OwnChecks(CheckQueries queries) {

  static Reply notFound() {
    return Reply.error(404, "not found");
  }

  /** By UUID: 404 if there is none, 403 if it belongs to another project. */
  Reply byUuid(Target target, ApiKey key, Function<CheckView, Reply> reply) {
    return queries
        .byCode(target.uuid())
        .map(
            view ->
                view.check().projectId() == key.projectId() ? reply.apply(view) : Reply.empty(403))
        .orElseGet(OwnChecks::notFound);
  }

  /** By unique key, within the key's own project. */
  Reply byUniqueKey(Target target, ApiKey key, Function<CheckView, Reply> reply) {
    return queries
        .byUniqueKey(key.projectId(), target.parts().get(0))
        .map(reply)
        .orElse(Reply.empty(404));
  }
}
