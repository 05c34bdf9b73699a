package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.quiet.Maintenance;
import dev.tocsin.dashboard.quiet.MaintenanceWindow;
import dev.tocsin.dashboard.quiet.Range;
import dev.tocsin.dashboard.quiet.Silence;
import dev.tocsin.dashboard.quiet.Silences;
import dev.tocsin.dashboard.quiet.Window;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls about silences and maintenance. */
final class QuietRequests {

  private static final Pattern CODE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private static final int LONGEST_TAG = 500;
  private static final int LONGEST_ZONE = 60;

  /** Windows that are shown of each: the one that goes on, and the next. */
  private static final int UPCOMING = 5;

  private final Silences silences;
  private final Maintenance maintenance;

  QuietRequests(Db db) {
    this.silences = new Silences(db);
    this.maintenance = new Maintenance(db);
  }

  Reply silences(ApiKey key) {
    Instant now = Instant.now();
    return Reply.json(
        200,
        Map.of(
            "silences",
            silences.of(key.projectId(), now).stream().map(one -> object(key, one)).toList()));
  }

  Reply silence(ApiKey key, JsonNode body) {
    Fields fields = new Fields(body);
    Range range = range(fields);
    String reason = fields.text("reason", Silences.LONGEST_REASON).map(String::strip).orElse("");
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Instant start = fields.moment("start").orElse(now);
    Optional<Integer> seconds = fields.number("duration", 1, (int) Silences.LONGEST.toSeconds());
    Optional<Instant> end =
        fields.moment("end").or(() -> seconds.map(length -> start.plusSeconds(length)));
    if (end.isEmpty()) {
      fields.wrong("end", "is missing: when it ends, or duration in seconds");
    }
    return fields
        .problem()
        .orElseGet(
            () ->
                reply(
                    silences.create(key.projectId(), range, reason, start, end.get(), key.actor()),
                    one -> object(key, one)));
  }

  Reply end(Target target, ApiKey key) {
    return silences.end(key.projectId(), target.uuid(), key.actor())
        ? Reply.json(200, Map.of("id", target.uuid()))
        : OwnChecks.notFound();
  }

  Reply maintenance(ApiKey key) {
    Instant now = Instant.now();
    return Reply.json(
        200,
        Map.of(
            "maintenance",
            maintenance.of(key.projectId()).stream().map(one -> object(key, one, now)).toList()));
  }

  Reply maintain(ApiKey key, JsonNode body) {
    Fields fields = new Fields(body);
    Range range = range(fields);
    String name = fields.text("name", Maintenance.LONGEST_NAME).map(String::strip).orElse("");
    Optional<Integer> seconds = fields.number("duration", 60, (int) Window.LONGEST.toSeconds());
    if (seconds.isEmpty()) {
      fields.wrong("duration", "is missing: how many seconds a window lasts");
    }
    Duration lasts = Duration.ofSeconds(seconds.orElse(60));
    Optional<Instant> start = fields.moment("start");
    Optional<String> schedule = fields.words("schedule", Maintenance.LONGEST_SCHEDULE);
    Optional<String> zone = fields.words("tz", LONGEST_ZONE);
    if (start.isPresent() == schedule.isPresent()) {
      fields.wrong("start", "or schedule is needed, and only one of them");
    }
    String canonical = zone.flatMap(TimeZones::canonical).orElse(zone.orElse("UTC"));
    Window window =
        start
            .map(at -> Window.once(at, lasts))
            .orElseGet(() -> Window.by(schedule.orElse(""), canonical, lasts));
    return fields
        .problem()
        .orElseGet(
            () ->
                reply(
                    maintenance.create(key.projectId(), range, name, window, key.actor()),
                    one -> object(key, one, Instant.now())));
  }

  Reply delete(Target target, ApiKey key) {
    return maintenance.delete(key.projectId(), target.uuid(), key.actor())
        ? Reply.json(200, Map.of("id", target.uuid()))
        : OwnChecks.notFound();
  }

  private static Range range(Fields fields) {
    Optional<String> check = fields.text("check", 36);
    Optional<String> tag = fields.words("tag", LONGEST_TAG);
    if (check.isPresent() && tag.isPresent()) {
      fields.wrong("tag", "and check are one too many");
    }
    if (tag.isPresent() && tag.get().chars().anyMatch(Character::isWhitespace)) {
      fields.wrong("tag", "is more than one word");
    }
    if (check.isPresent() && !CODE.matcher(check.get()).matches()) {
      fields.wrong("check", "is not a UUID");
      return Range.PROJECT;
    }
    return check
        .map(code -> Range.check(UUID.fromString(code)))
        .or(() -> tag.map(Range::tag))
        .orElse(Range.PROJECT);
  }

  private static <T> Reply reply(
      Outcome<T> outcome, Function<T, Map<String, @Nullable Object>> object) {
    return outcome.either(made -> Reply.json(201, object.apply(made)), ProjectObjects::refusal);
  }

  private static Map<String, @Nullable Object> object(ApiKey key, Silence silence) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", silence.code());
    put(json, key, silence.range());
    json.put("reason", silence.reason());
    json.put("start", LogRequests.date(silence.starts()));
    json.put("end", LogRequests.date(silence.ends()));
    if (!key.readOnly()) {
      json.put("author", silence.author());
    }
    return json;
  }

  private static Map<String, @Nullable Object> object(
      ApiKey key, MaintenanceWindow one, Instant now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Window window = one.window();
    json.put("id", one.code());
    json.put("name", one.name());
    put(json, key, one.range());
    json.put("start", window.starts().map(LogRequests::date).orElse(null));
    json.put("schedule", window.starts().isPresent() ? null : window.schedule());
    json.put("tz", window.zone());
    json.put("duration", window.lasts().toSeconds());
    json.put(
        "next",
        window.times().upcoming(now, UPCOMING).stream()
            .map(
                next ->
                    AlertObjects.members(
                        "start",
                        LogRequests.date(next.from()),
                        "end",
                        LogRequests.date(next.until())))
            .toList());
    if (!key.readOnly()) {
      json.put("author", one.author());
    }
    return json;
  }

  /** Who may only read sees what it is for, but no code of a check: it would let them ping. */
  private static void put(Map<String, @Nullable Object> json, ApiKey key, Range range) {
    json.put("check", key.readOnly() ? null : range.check().map(UUID::toString).orElse(null));
    json.put("tag", range.tag().orElse(null));
  }
}
