package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.dashboard.checks.CheckList;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.CheckView;
import dev.tocsin.dashboard.checks.Guard;
import dev.tocsin.dashboard.checks.Resumed;
import dev.tocsin.dashboard.checks.Saved;
import dev.tocsin.dashboard.history.Replays;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.CheckObject.Version;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls that read and change checks. */
final class CheckRequests {

  /** What messages about members begin with. */
  static final String INVALID = "json validation error: ";

  private final ApiConfig config;
  private final CheckObject objects;
  private final CheckQueries queries;
  private final CheckActions actions;
  private final OwnChecks own;
  private final Replays replays;

  CheckRequests(
      ApiConfig config,
      CheckObject objects,
      CheckQueries queries,
      CheckActions actions,
      Replays replays) {
    this.replays = replays;
    this.config = config;
    this.objects = objects;
    this.queries = queries;
    this.actions = actions;
    this.own = new OwnChecks(queries);
  }

  Reply list(Target target, ApiKey key, QueryString query) {
    CheckFilter filter =
        new CheckFilter(
            Set.copyOf(query.all("tag")), query.last("slug").filter(slug -> !slug.isEmpty()), "");
    Paging paging = Paging.of(target, query, "checks", 1);
    if (paging.problem() != null) {
      return Reply.error(400, paging.problem());
    }
    CheckList list =
        paging.asked()
            ? queries.page(key.projectId(), filter, paging.after(0, 0), paging.limit() + 1)
            : queries.byProject(key.projectId(), filter);
    return Reply.json(
        paging.list(
            list.checks(),
            check -> object(target, key, list.view(check)),
            last -> new long[] {last.id()}));
  }

  Reply get(Target target, ApiKey key) {
    return own.byUuid(target, key, view -> ok(target, key, view));
  }

  Reply getByUniqueKey(Target target, ApiKey key) {
    return own.byUniqueKey(target, key, view -> ok(target, key, view));
  }

  Reply create(Target target, ApiKey key, JsonNode body) {
    return withSpec(
        target,
        body,
        spec ->
            reply(
                target,
                key,
                actions.createOrUpdate(
                    key.projectId(), key.actor(), spec.edit, spec.channels, spec.unique)));
  }

  Reply update(Call call, ApiKey key, JsonNode body) {
    Target target = call.target();
    return own.byUuid(
        target,
        key,
        view -> withSpec(target, body, spec -> reply(target, key, update(call, key, spec))));
  }

  private Saved update(Call call, ApiKey key, CheckSpec spec) {
    return actions.update(
        key.projectId(),
        call.target().uuid(),
        key.actor(),
        spec.edit,
        spec.channels,
        Conditional.guard(call));
  }

  Reply pause(Call call, ApiKey key) {
    return guarded(call, key, actions::pause);
  }

  Reply delete(Call call, ApiKey key) {
    return guarded(call, key, actions::delete);
  }

  Reply resume(Call call, ApiKey key) {
    Target target = call.target();
    return own.byUuid(
        target,
        key,
        view ->
            reply(
                target,
                key,
                actions.resume(
                    key.projectId(), target.uuid(), key.actor(), Conditional.guard(call))));
  }

  /** A change that needs to know no more than which check it is. */
  @FunctionalInterface
  private interface Change {
    Saved make(long projectId, UUID code, String actor, Guard guard);
  }

  private Reply guarded(Call call, ApiKey key, Change change) {
    Target target = call.target();
    Guard guard = Conditional.guard(call);
    return own.byUuid(
        target,
        key,
        view ->
            reply(target, key, change.make(key.projectId(), target.uuid(), key.actor(), guard)));
  }

  /** What the schedule of such a check would mean; makes none. */
  Reply previewSchedule(Target target, JsonNode body, Instant now) {
    return withSpec(
        target,
        body,
        spec ->
            Reply.json(200, CheckObject.schedule(spec.edit.applyTo(CheckSettings.DEFAULTS), now)));
  }

  /** What a change would have made of the last 30 days of a check; changes nothing. */
  Reply replay(Target target, ApiKey key, JsonNode body, Instant now) {
    return own.byUuid(
        target,
        key,
        view ->
            withSpec(
                target,
                body,
                spec -> {
                  StoredCheck check = view.check();
                  CheckRules rules = spec.edit.applyTo(check.settings()).rules();
                  return Reply.json(200, ReplayObject.of(replays.of(check, rules, now), now));
                }));
  }

  /** The answer to a body that is JSON, but not what it should be. */
  static Reply invalid(String problem) {
    return Reply.error(400, INVALID + problem);
  }

  private Reply withSpec(Target target, JsonNode body, Function<CheckSpec, Reply> reply) {
    CheckSpec spec = new CheckSpec();
    CheckSpecReader reader = new CheckSpecReader(target.version(), config.minPeriod());
    Optional<String> problem =
        reader
            .read(body, spec)
            .or(() -> TellingReader.read(target.version(), body, spec.edit.telling()));
    return problem.map(CheckRequests::invalid).orElseGet(() -> reply.apply(spec));
  }

  private Reply reply(Target target, ApiKey key, Saved saved) {
    if (saved instanceof Saved.Created created) {
      return shown(201, target, key, created.check());
    }
    if (saved instanceof Saved.Updated updated) {
      return ok(target, key, updated.check());
    }
    if (saved instanceof Saved.Deleted deleted) {
      return Reply.json(200, object(target, key, deleted.was()));
    }
    if (saved instanceof Saved.ChangedMeanwhile) {
      return Conditional.changedMeanwhile();
    }
    if (saved instanceof Saved.UnknownChannel unknown) {
      return Reply.error(400, unknown.problem());
    }
    if (saved instanceof Saved.Contradiction contradiction) {
      return invalid(contradiction.problem());
    }
    return saved instanceof Saved.LimitReached ? Reply.empty(403) : OwnChecks.notFound();
  }

  private Reply reply(Target target, ApiKey key, Resumed resumed) {
    if (resumed instanceof Resumed.Done done) {
      return ok(target, key, done.check());
    }
    if (resumed instanceof Resumed.ChangedMeanwhile) {
      return Conditional.changedMeanwhile();
    }
    return resumed instanceof Resumed.NotPaused
        ? Reply.text(409, "check is not paused")
        : OwnChecks.notFound();
  }

  private Reply ok(Target target, ApiKey key, CheckView view) {
    return shown(200, target, key, view);
  }

  private Reply shown(int status, Target target, ApiKey key, CheckView view) {
    return Conditional.tagged(target, Reply.json(status, object(target, key, view)), view);
  }

  private Map<String, @Nullable Object> object(Target target, ApiKey key, CheckView view) {
    Version version = target.version();
    Map<String, @Nullable Object> json =
        key.readOnly()
            ? objects.readOnly(version, view.check(), view.asOf())
            : objects.full(version, view.check(), view.channels(), view.asOf());
    if (version == Version.V3) {
      TellingReader.put(json, view.telling(), key.readOnly());
    }
    return json;
  }
}
