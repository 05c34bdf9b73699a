package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.BulkAction;
import dev.tocsin.dashboard.checks.BulkActions;
import dev.tocsin.dashboard.checks.BulkActions.Order;
import dev.tocsin.dashboard.checks.BulkCreation;
import dev.tocsin.dashboard.checks.BulkSaved;
import dev.tocsin.dashboard.checks.BulkSaved.Fate;
import dev.tocsin.dashboard.checks.BulkSaved.Item;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes of many checks in one call: all of it or nothing. */
final class BulkRequests {

  private final ApiConfig config;
  private final BulkActions actions;
  private final BulkCreation creation;

  BulkRequests(ApiConfig config, Db db) {
    this.config = config;
    this.actions = new BulkActions(db);
    this.creation = new BulkCreation(db);
  }

  Reply change(ApiKey key, JsonNode body) {
    BulkReader reader = new BulkReader(config.minPeriod());
    BulkSpec spec = reader.read(body);
    if (reader.problem().isPresent()) {
      return CheckRequests.invalid(reader.problem().get());
    }
    if (!reader.problemsByPlace().isEmpty()) {
      return refused(spec, reader.problemsByPlace());
    }
    return reply(spec, run(key, spec));
  }

  private BulkSaved run(ApiKey key, BulkSpec spec) {
    BulkAction action = spec.action();
    return action == null
        ? creation.create(key.projectId(), key.actor(), spec.wanted(), spec.dryRun())
        : actions.change(
            new Order(
                key.projectId(),
                key.actor(),
                action,
                spec.filter(),
                spec.expected(),
                spec.dryRun()));
  }

  private Reply reply(BulkSpec spec, BulkSaved saved) {
    if (saved instanceof BulkSaved.Done done) {
      return done(spec, done);
    }
    if (saved instanceof BulkSaved.Refused refused) {
      return refused(spec, refused.problems());
    }
    if (saved instanceof BulkSaved.Unexpected unexpected) {
      return unexpected(spec, unexpected.meant());
    }
    if (saved instanceof BulkSaved.LimitReached reached) {
      return Reply.error(
          403,
          "the project may have %s and has %d: there is no room for %d more"
              .formatted(Words.count(reached.limit(), "check"), reached.has(), reached.more()));
    }
    BulkSaved.TooMany many = (BulkSaved.TooMany) saved;
    return Reply.error(
        400,
        "%d checks are meant, and %d may be changed at once: narrow the filter"
            .formatted(many.meant(), many.most()));
  }

  private static Reply unexpected(BulkSpec spec, int meant) {
    if (spec.expected().isEmpty()) {
      return CheckRequests.invalid(
          "expect is missing: if %s to be deleted, say \"expect\": %d"
              .formatted(meant == 1 ? "1 check is" : meant + " checks are", meant));
    }
    return Reply.error(
        409,
        "%s meant, not %d: nothing was done, look at them with \"dry_run\": true"
            .formatted(
                meant == 1 ? "1 check is" : meant + " checks are", spec.expected().getAsInt()));
  }

  /** Each problem in the words that a request for this check alone would get. */
  private static Reply refused(BulkSpec spec, Map<Integer, String> problems) {
    Map.Entry<Integer, String> first = problems.entrySet().iterator().next();
    if (spec.action() != null) {
      return Reply.error(400, first.getValue());
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", "checks[%d]: %s".formatted(first.getKey(), first.getValue()));
    json.put(
        "errors",
        problems.entrySet().stream()
            .map(problem -> Map.of("index", problem.getKey(), "error", problem.getValue()))
            .toList());
    return Reply.json(400, json);
  }

  private Reply done(BulkSpec spec, BulkSaved.Done done) {
    long changed = done.items().stream().filter(item -> item.fate() != Fate.UNCHANGED).count();
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("action", spec.word());
    more.put("dry_run", spec.dryRun());
    more.put("matched", (long) done.items().size());
    more.put("changed", changed);
    if (spec.filter().codes().isPresent()) {
      more.put("unknown", done.unknown().stream().map(UUID::toString).sorted().toList());
    }
    return Reply.json(Json.list("checks", done.items(), item -> object(spec, item), more));
  }

  private Map<String, @Nullable Object> object(BulkSpec spec, Item item) {
    boolean made = item.fate() == Fate.CREATED;
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    if (!made || !spec.dryRun()) {
      json.put("uuid", item.code().toString());
    }
    if (made && !spec.dryRun()) {
      json.put("ping_url", config.pingUrl() + item.code());
    }
    json.put("name", item.name());
    json.put("result", item.fate().name().toLowerCase(Locale.ROOT));
    Map<String, List<Object>> changes = new LinkedHashMap<>();
    item.changes()
        .forEach(
            (column, change) ->
                changes.put(
                    WireNames.member(column),
                    List.of(
                        WireNames.value(column, change.from()),
                        WireNames.value(column, change.to()))));
    json.put("changes", changes);
    return json;
  }
}
