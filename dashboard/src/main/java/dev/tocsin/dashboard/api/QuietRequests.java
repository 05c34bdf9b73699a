package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.board.Shown;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.quiet.Coverage;
import dev.tocsin.dashboard.quiet.Maintenance;
import dev.tocsin.dashboard.quiet.MaintenanceWindow;
import dev.tocsin.dashboard.quiet.Range;
import dev.tocsin.dashboard.quiet.Silence;
import dev.tocsin.dashboard.quiet.Silences;
import dev.tocsin.dashboard.quiet.Window;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls about silences and maintenance. */
final class QuietRequests {

  /** Windows that are shown of each: the one that goes on, and the next. */
  private static final int UPCOMING = 5;

  /** Checks that a preview names; it counts them all. */
  private static final int MOST_PREVIEWED = 100;

  private final Silences silences;
  private final Maintenance maintenance;
  private final Boards boards;

  QuietRequests(Db db) {
    this.silences = new Silences(db);
    this.maintenance = new Maintenance(db);
    this.boards = new Boards(db);
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
    QuietReader reader = new QuietReader(body);
    QuietReader.Silent wish = reader.silence(Instant.now().truncatedTo(ChronoUnit.MICROS));
    return reader
        .problem()
        .orElseGet(
            () ->
                reply(
                    silences.create(
                        key.projectId(),
                        wish.range(),
                        wish.reason(),
                        wish.start(),
                        wish.end(),
                        key.actor()),
                    one -> object(key, one)));
  }

  /** What the same body would silence; makes nothing. */
  Reply previewSilence(ApiKey key, JsonNode body) {
    QuietReader reader = new QuietReader(body);
    QuietReader.Silent wish = reader.silence(Instant.now().truncatedTo(ChronoUnit.MICROS));
    return reader
        .problem()
        .or(
            () ->
                Silences.problem(wish.start(), wish.end(), wish.reason())
                    .map(CheckRequests::invalid))
        .orElseGet(
            () ->
                preview(
                    key,
                    wish.range(),
                    AlertObjects.members(
                        "start", LogRequests.date(wish.start()),
                        "end", LogRequests.date(wish.end()))));
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
    QuietReader reader = new QuietReader(body);
    QuietReader.Work wish = reader.maintenance();
    return reader
        .problem()
        .orElseGet(
            () ->
                reply(
                    maintenance.create(
                        key.projectId(), wish.range(), wish.name(), wish.window(), key.actor()),
                    one -> object(key, one, Instant.now())));
  }

  /** What the same body would be for, and when; makes nothing. */
  Reply previewMaintenance(ApiKey key, JsonNode body) {
    QuietReader reader = new QuietReader(body);
    QuietReader.Work wish = reader.maintenance();
    return reader
        .problem()
        .or(() -> wish.window().problem().map(CheckRequests::invalid))
        .orElseGet(
            () ->
                preview(
                    key,
                    wish.range(),
                    AlertObjects.members("next", next(wish.window(), Instant.now()))));
  }

  private Reply preview(ApiKey key, Range range, Map<String, @Nullable Object> when) {
    Coverage covers = Coverage.of(range, boards.of(key.projectId()).checks());
    if (range.check().isPresent() && covers.checks().isEmpty()) {
      return CheckRequests.invalid("the project has no such check");
    }
    Map<String, @Nullable Object> json = new LinkedHashMap<>(when);
    json.put("total", covers.checks().size());
    json.put("down", covers.down());
    json.put(
        "checks", covers.first(MOST_PREVIEWED).stream().map(shown -> object(key, shown)).toList());
    return Reply.json(200, json);
  }

  private static Map<String, @Nullable Object> object(ApiKey key, Shown shown) {
    UUID code = shown.check().code();
    return AlertObjects.members(
        key.readOnly() ? "unique_key" : "uuid",
        key.readOnly() ? CheckObject.uniqueKey(code) : code,
        "name",
        shown.check().settings().name(),
        "status",
        shown.standing().word());
  }

  Reply delete(Target target, ApiKey key) {
    return maintenance.delete(key.projectId(), target.uuid(), key.actor())
        ? Reply.json(200, Map.of("id", target.uuid()))
        : OwnChecks.notFound();
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
    json.put("next", next(window, now));
    if (!key.readOnly()) {
      json.put("author", one.author());
    }
    return json;
  }

  private static List<Map<String, @Nullable Object>> next(Window window, Instant now) {
    return window.times().upcoming(now, UPCOMING).stream()
        .map(
            next ->
                AlertObjects.members(
                    "start", LogRequests.date(next.from()), "end", LogRequests.date(next.until())))
        .toList();
  }

  /** Who may only read sees what it is for, but no code of a check: it would let them ping. */
  private static void put(Map<String, @Nullable Object> json, ApiKey key, Range range) {
    json.put("check", key.readOnly() ? null : range.check().map(UUID::toString).orElse(null));
    json.put("tag", range.tag().orElse(null));
  }
}
