package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ChannelTests;
import dev.tocsin.dashboard.channels.CheckAssignments;
import dev.tocsin.dashboard.channels.CheckAssignments.Changed;
import dev.tocsin.dashboard.channels.CheckAssignments.Choice;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.channels.ShortDowns;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls that read, make and change channels. */
final class ChannelRequests {

  /** How often we try, while others change the channel between our reading and our writing. */
  private static final int TRIES = 5;

  private final ProjectChannels channels;
  private final ChannelTests tests;
  private final CheckAssignments assignments;
  private final ShortDowns shortDowns;
  private final AlertRequests alerts;

  ChannelRequests(Db db, ProjectChannels channels, AlertRequests alerts) {
    this.channels = channels;
    this.tests = new ChannelTests(db);
    this.assignments = new CheckAssignments(db);
    this.shortDowns = new ShortDowns(db);
    this.alerts = alerts;
  }

  /** As the protocol lists them, in all versions. */
  Reply list(ApiKey key) {
    return Reply.json(200, Map.of("channels", channels.list(key.projectId())));
  }

  Reply create(ApiKey key, JsonNode body) {
    ChannelSpec spec = new ChannelSpec();
    Optional<String> problem = spec.read(body);
    if (problem.isPresent()) {
      return CheckRequests.invalid(problem.get());
    }
    Optional<String> kind = spec.kind().filter(channels::offers);
    if (kind.isEmpty()) {
      return CheckRequests.invalid("kind has unexpected value");
    }
    String name = spec.name().orElse("").strip();
    String settings = spec.settings().orElse("{}");
    Optional<String> wrong = settingsProblem(key.projectId(), kind.get(), name, settings);
    if (wrong.isPresent()) {
      return CheckRequests.invalid(wrong.get());
    }
    return channels
        .create(key.projectId(), kind.get(), name, settings, spec.assign(), key.actor())
        .flatMap(channels::find)
        .map(made -> skipping(made, spec, key))
        .map(made -> Reply.json(201, object(made)))
        .orElseGet(
            () ->
                Reply.error(
                    409,
                    "this project may have %s, and no more: delete one first"
                        .formatted(Words.count(channels.most(key.projectId()), "channel"))));
  }

  /** The channel after it was said what it skips, if that was said. */
  private ChannelRow skipping(ChannelRow channel, ChannelSpec spec, ApiKey key) {
    spec.skipShort().ifPresent(skip -> shortDowns.skip(channel, skip, key.actor()));
    return spec.skipShort().flatMap(said -> channels.find(channel.code())).orElse(channel);
  }

  /** The settings are named from the top: {@code settings.to: …}. */
  private Optional<String> settingsProblem(
      long projectId, String kind, String name, String settings) {
    return channels.problems(projectId, kind, name, settings).stream()
        .findFirst()
        .map(problem -> problem.startsWith("settings:") ? problem : "settings." + problem);
  }

  Reply get(Target target, ApiKey key) {
    return own(target, key, channel -> Reply.json(200, object(channel)));
  }

  Reply update(Target target, ApiKey key, JsonNode body) {
    return update(target, key, body, TRIES);
  }

  private Reply update(Target target, ApiKey key, JsonNode body, int tries) {
    return own(
        target,
        key,
        channel -> {
          ChannelSpec spec = new ChannelSpec();
          Optional<String> problem = spec.read(body);
          if (problem.isPresent()) {
            return CheckRequests.invalid(problem.get());
          }
          if (spec.kind().filter(kind -> !kind.equals(channel.kind())).isPresent()) {
            return CheckRequests.invalid("kind cannot be changed");
          }
          String name = spec.name().map(String::strip).orElse(channel.name());
          String settings =
              spec.settings()
                  .map(entered -> channels.unmasked(channel, entered))
                  .orElse(channel.settings());
          Optional<String> wrong = settingsProblem(key.projectId(), channel.kind(), name, settings);
          if (wrong.isPresent()) {
            return CheckRequests.invalid(wrong.get());
          }
          if (channels.update(channel, name, settings, key.actor())) {
            skipping(channel, spec, key);
            return get(target, key);
          }
          return tries > 1
              ? update(target, key, body, tries - 1)
              : Reply.error(409, "others are changing this channel, please try again");
        });
  }

  Reply delete(Target target, ApiKey key) {
    return own(
        target,
        key,
        channel -> {
          Map<String, @Nullable Object> was = object(channel);
          channels.delete(channel, key.actor());
          return Reply.json(200, was);
        });
  }

  Reply test(Target target, ApiKey key) {
    return own(
        target,
        key,
        channel -> {
          List<Long> deliveries = tests.ask(channel, key.actor());
          return deliveries.isEmpty()
              ? Reply.error(409, "%d tests wait already".formatted(ChannelTests.MOST))
              : alerts
                  .delivery(key.projectId(), deliveries.get(0))
                  .map(queued -> Reply.json(202, queued))
                  .orElseGet(OwnChecks::notFound);
        });
  }

  Reply checks(Target target, ApiKey key) {
    return own(
        target,
        key,
        channel ->
            Reply.json(
                200,
                Map.of(
                    "checks",
                    assignments.of(channel).stream().map(ChannelRequests::object).toList())));
  }

  private static Map<String, Object> object(CheckAssignments.Assigned check) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uuid", check.code().toString());
    json.put("name", check.name());
    json.put("slug", check.slug());
    json.put("tags", check.tags());
    return json;
  }

  Reply assign(Target target, ApiKey key, JsonNode body) {
    return own(
        target,
        key,
        channel -> {
          CheckNames names = new CheckNames();
          Choice add = names.read(body, "add");
          Choice remove = names.read(body, "remove");
          if (names.problem().isPresent()) {
            return CheckRequests.invalid(names.problem().get());
          }
          Changed changed = assignments.change(channel, add, remove, key.actor());
          return changed
              .unknown()
              .map(check -> Reply.error(400, "invalid check identifier: " + check))
              .orElseGet(
                  () ->
                      Reply.json(
                          200, Map.of("added", changed.added(), "removed", changed.removed())));
        });
  }

  private Reply own(Target target, ApiKey key, Function<ChannelRow, Reply> reply) {
    return channels
        .find(target.uuid())
        .map(
            channel ->
                channel.projectId() == key.projectId() ? reply.apply(channel) : Reply.empty(403))
        .orElseGet(OwnChecks::notFound);
  }

  private Map<String, @Nullable Object> object(ChannelRow channel) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", channel.code());
    json.put("name", channel.name());
    json.put("kind", channel.kind());
    json.put("summary", channel.summary());
    json.put(
        "settings",
        channels
            .masked(channel)
            .flatMap(text -> Json.parse(text.getBytes(StandardCharsets.UTF_8)))
            .orElse(null));
    json.put("checks", channel.checks());
    json.put("skip_short", channel.skipShort());
    Instant broken = channel.brokenSince();
    json.put("broken_since", broken == null ? null : LogRequests.date(broken));
    json.put("broken_why", channel.brokenWhy());
    json.put("last_delivery", alerts.lastDelivery(channel.projectId(), channel.code()));
    return json;
  }
}
