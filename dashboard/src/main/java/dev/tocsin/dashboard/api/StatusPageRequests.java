package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.status.CheckLook;
import dev.tocsin.dashboard.status.Looks;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.dashboard.status.Section;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.StatusPages;
import dev.tocsin.dashboard.status.hosts.HostProofs;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Calls about status pages and what is announced on them. */
final class StatusPageRequests {

  private static final Pattern CODE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final int LONGEST_HOST = 253;

  private final Db db;
  private final StatusPages pages;
  private final PageChanges changes;
  private final Looks looks;
  private final AnnouncementRequests announcements;
  private final StatusPageObjects objects;

  StatusPageRequests(ApiConfig config, Db db, SecretBox secrets) {
    this.db = db;
    this.pages = new StatusPages(db);
    this.changes = new PageChanges(db, config.siteUrl(), config.pingUrl());
    this.looks = new Looks(db);
    this.announcements = new AnnouncementRequests(db, pages);
    this.objects = new StatusPageObjects(db, config.siteUrl(), secrets);
  }

  Reply answer(Call call, ApiKey key, JsonNode body) {
    if (key.account() != null) {
      return Reply.error(
          403, "a key of an account opens projects/ only: make a key of a project for this");
    }
    Target target = call.target();
    return switch (target.route()) {
      case STATUS_PAGES -> isGet(call) ? list(key) : create(key, body);
      case STATUS_PAGE ->
          switch (call.method().name()) {
            case "GET" -> get(target, key);
            case "DELETE" -> delete(target, key);
            default -> update(target, key, body);
          };
      case STATUS_PAGE_HOST -> lookAtHost(target, key);
      default -> announcements.answer(call, key, body);
    };
  }

  /** Name servers are asked within seconds; what they said is a member of the page then. */
  private Reply lookAtHost(Target target, ApiKey key) {
    return pages
        .find(key.projectId(), target.uuid())
        .map(
            page -> {
              HostProofs.hurry(db, page.code());
              return Reply.json(202, objects.page(page, key));
            })
        .orElseGet(OwnChecks::notFound);
  }

  private static boolean isGet(Call call) {
    return call.method().name().equals("GET");
  }

  private Reply list(ApiKey key) {
    return Reply.json(
        200,
        Map.of(
            "status_pages",
            pages.ofProject(key.projectId()).stream()
                .map(page -> objects.page(page, key))
                .toList()));
  }

  private Reply get(Target target, ApiKey key) {
    return pages
        .find(key.projectId(), target.uuid())
        .map(page -> Reply.json(200, objects.page(page, key)))
        .orElseGet(OwnChecks::notFound);
  }

  private Reply create(ApiKey key, JsonNode body) {
    Fields fields = new Fields(body);
    Optional<String> name = fields.words("name", PageEdit.LONGEST_NAME);
    if (name.isEmpty()) {
      fields.wrong("name", "is missing");
    }
    PageEdit edit = edit(PageEdit.named(name.orElse("")), fields, body);
    Optional<Map<UUID, CheckLook>> shown = looks(fields, body);
    return fields
        .problem()
        .orElseGet(
            () ->
                changes
                    .create(key.projectId(), edit, key.actor())
                    .either(made -> showing(made, shown, key, 201), ProjectObjects::refusal));
  }

  private Reply update(Target target, ApiKey key, JsonNode body) {
    Optional<StatusPage> was = pages.find(key.projectId(), target.uuid());
    if (was.isEmpty()) {
      return OwnChecks.notFound();
    }
    Fields fields = new Fields(body);
    PageEdit edit = edit(PageEdit.of(was.get()), fields, body);
    Optional<Map<UUID, CheckLook>> shown = looks(fields, body);
    return fields
        .problem()
        .orElseGet(
            () ->
                changes
                    .update(key.projectId(), target.uuid(), edit, key.actor())
                    .either(saved -> showing(saved, shown, key, 200), ProjectObjects::refusal));
  }

  private Reply showing(
      StatusPage page, Optional<Map<UUID, CheckLook>> shown, ApiKey key, int status) {
    Outcome<StatusPage> outcome =
        shown
            .map(all -> looks.replace(key.projectId(), page.code(), all, key.actor()))
            .orElseGet(() -> Outcome.done(page));
    return outcome.either(
        done -> Reply.json(status, objects.page(done, key)), ProjectObjects::refusal);
  }

  private Reply delete(Target target, ApiKey key) {
    return changes.delete(key.projectId(), target.uuid(), key.actor())
        ? Reply.json(200, Map.of("id", target.uuid()))
        : OwnChecks.notFound();
  }

  /** What is not in the body stays as it is. */
  private static PageEdit edit(PageEdit was, Fields fields, JsonNode body) {
    Optional<String> host = fields.text("host", LONGEST_HOST);
    Optional<String> password = fields.text("password", PageEdit.LONGEST_PASSWORD);
    return new PageEdit(
        fields.words("slug", 60).orElse(was.slug()),
        fields.words("name", PageEdit.LONGEST_NAME).orElse(was.name()),
        fields.text("about", PageEdit.LONGEST_ABOUT).orElse(was.about()),
        host.isPresent() ? host.filter(text -> !text.isEmpty()) : was.host(),
        password.map(text -> new PageEdit.Password(true, text)).orElse(PageEdit.Password.KEEP),
        fields.list("tags").orElse(was.tags()),
        body.has("sections") ? sections(fields, body) : was.sections(),
        fields.flag("subscribable").orElse(was.subscribable()));
  }

  private static List<Section> sections(Fields fields, JsonNode body) {
    List<Section> sections = new ArrayList<>();
    if (!body.get("sections").isArray()) {
      fields.wrong("sections", "is not an array");
    }
    for (JsonNode item : body.get("sections")) {
      Fields own = new Fields(item);
      Optional<String> title = own.words("title", PageEdit.LONGEST_NAME);
      Optional<List<String>> tags = own.list("tags");
      if (title.isEmpty() || tags.isEmpty()) {
        fields.wrong("sections", "has an item without title and tags");
      } else {
        sections.add(new Section(title.get(), tags.get()));
      }
    }
    return sections;
  }

  private static Optional<Map<UUID, CheckLook>> looks(Fields fields, JsonNode body) {
    if (!body.has("checks")) {
      return Optional.empty();
    }
    Map<UUID, CheckLook> looks = new LinkedHashMap<>();
    if (!body.get("checks").isArray()) {
      fields.wrong("checks", "is not an array");
    }
    for (JsonNode item : body.get("checks")) {
      Fields own = new Fields(item);
      Optional<String> check = own.text("check", 36).filter(text -> CODE.matcher(text).matches());
      CheckLook look =
          new CheckLook(
              own.text("name", PageEdit.LONGEST_NAME).map(String::strip).orElse(""),
              own.flag("hidden").orElse(false),
              own.number("place", 0, 10_000).orElse(0));
      if (check.isEmpty() || own.problem().isPresent()) {
        fields.wrong("checks", "has an item that is no check with name, hidden and place");
      } else {
        looks.put(UUID.fromString(check.get()), look);
      }
    }
    return Optional.of(looks);
  }
}
