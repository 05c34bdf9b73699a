package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.StatusPages;
import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import dev.tocsin.dashboard.status.told.Announcement.State;
import dev.tocsin.dashboard.status.told.Announcements;
import dev.tocsin.dashboard.status.told.Wording;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Calls about what is announced on status pages. */
final class AnnouncementRequests {

  private static final int LONGEST_WORD = 20;

  private final StatusPages pages;
  private final Announcements announcements;

  AnnouncementRequests(Db db, StatusPages pages) {
    this.pages = pages;
    this.announcements = new Announcements(db);
  }

  Reply answer(Call call, ApiKey key, JsonNode body) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Target target = call.target();
    Optional<StatusPage> page = pages.find(key.projectId(), target.uuid());
    if (page.isEmpty()) {
      return OwnChecks.notFound();
    }
    boolean get = call.method().name().equals("GET");
    if (target.route() == Route.ANNOUNCEMENTS) {
      return get ? list(page.get(), key, now) : create(page.get(), key, body, now);
    }
    return switch (call.method().name()) {
      case "GET" -> get(page.get(), target, key, now);
      case "DELETE" -> delete(page.get(), target, key);
      default -> update(page.get(), target, key, body, now);
    };
  }

  private Reply list(StatusPage page, ApiKey key, Instant now) {
    return Reply.json(
        200,
        Map.of(
            "announcements",
            announcements.of(page.id()).stream()
                .map(one -> StatusPageObjects.announcement(one, key, now))
                .toList()));
  }

  private Reply get(StatusPage page, Target target, ApiKey key, Instant now) {
    return announcements
        .find(page.id(), target.second())
        .map(one -> Reply.json(200, StatusPageObjects.announcement(one, key, now)))
        .orElseGet(OwnChecks::notFound);
  }

  private Reply create(StatusPage page, ApiKey key, JsonNode body, Instant now) {
    Fields fields = new Fields(body);
    Kind kind = word(fields, "kind", Kind::of).orElse(Kind.INCIDENT);
    boolean work = kind == Kind.MAINTENANCE;
    Optional<String> title = fields.words("title", Wording.LONGEST_TITLE);
    Optional<String> text = fields.words("body", Wording.LONGEST_BODY);
    if (title.isEmpty()) {
      fields.wrong("title", "is missing");
    }
    if (text.isEmpty()) {
      fields.wrong("body", "is missing");
    }
    Wording wording =
        new Wording(
            kind,
            title.orElse(""),
            word(fields, "impact", Impact::of).orElse(work ? Impact.NONE : Impact.MINOR),
            fields.moment("start").orElse(now),
            work ? fields.moment("end").orElse(null) : null,
            word(fields, "state", State::of).orElse(work ? State.PLANNED : State.INVESTIGATING),
            text.orElse(""),
            fields.flag("tell").orElse(true));
    return fields
        .problem()
        .orElseGet(
            () ->
                announcements
                    .create(key.projectId(), page.code(), wording, key.actor(), now)
                    .either(
                        made -> Reply.json(201, StatusPageObjects.announcement(made, key, now)),
                        ProjectObjects::refusal));
  }

  private Reply update(StatusPage page, Target target, ApiKey key, JsonNode body, Instant now) {
    Fields fields = new Fields(body);
    Optional<State> state = word(fields, "state", State::of);
    Optional<String> text = fields.words("body", Wording.LONGEST_BODY);
    if (state.isEmpty()) {
      fields.wrong("state", "is missing");
    }
    if (text.isEmpty()) {
      fields.wrong("body", "is missing");
    }
    boolean tell = fields.flag("tell").orElse(true);
    return fields
        .problem()
        .orElseGet(
            () ->
                announcements
                    .update(
                        key.projectId(),
                        page.code(),
                        target.second(),
                        state.orElseThrow(),
                        text.orElseThrow(),
                        tell,
                        key.actor(),
                        now)
                    .either(
                        done -> Reply.json(200, StatusPageObjects.announcement(done, key, now)),
                        ProjectObjects::refusal));
  }

  private Reply delete(StatusPage page, Target target, ApiKey key) {
    return announcements
        .delete(key.projectId(), page.code(), target.second(), key.actor())
        .either(gone -> Reply.json(200, Map.of("id", gone.code())), ProjectObjects::refusal);
  }

  private static <T> Optional<T> word(Fields fields, String name, Function<String, T> of) {
    try {
      return fields.text(name, LONGEST_WORD).map(of);
    } catch (IllegalArgumentException e) {
      fields.wrong(name, "is no word that we know");
      return Optional.empty();
    }
  }
}
