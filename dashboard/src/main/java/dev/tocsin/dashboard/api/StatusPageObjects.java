package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.hosts.HostRecords;
import dev.tocsin.dashboard.status.memory.Addresses;
import dev.tocsin.dashboard.status.told.Announcement;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Status pages and announcements as the API shows them. */
final class StatusPageObjects {

  private final Db db;
  private final Addresses addresses;
  private final HostRecords records;

  StatusPageObjects(Db db, String siteUrl, SecretBox secrets) {
    this.db = db;
    this.addresses = new Addresses(siteUrl, secrets);
    this.records = new HostRecords(secrets);
  }

  /** Without how it shows checks for a key that may only read: their codes are their ping URLs. */
  Map<String, @Nullable Object> page(StatusPage page, ApiKey key) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", page.code());
    json.put("name", page.name());
    json.put("slug", page.slug());
    json.put("url", addresses.of(page));
    json.put("about", page.about());
    json.put("host", page.host().orElse(""));
    json.put("host_proven", page.proof().isProven());
    if (!key.readOnly()) {
      json.put("host_record", page.host().map(host -> record(page, host)).orElse(null));
      json.put("host_problem", page.proof().problem());
    }
    json.put("locked", page.locked());
    json.put("tags", page.tags());
    json.put(
        "sections",
        page.sections().stream()
            .map(section -> Map.of("title", section.title(), "tags", section.tags()))
            .toList());
    json.put("subscribable", page.subscribable());
    json.put("created_at", LogRequests.date(page.createdAt()));
    if (!key.readOnly()) {
      json.put("checks", looks(page));
    }
    return json;
  }

  private Map<String, @Nullable Object> record(StatusPage page, String host) {
    return AlertObjects.members(
        "type", "TXT", "name", HostRecords.name(host), "value", records.value(page.code(), host));
  }

  private List<Map<String, Object>> looks(StatusPage page) {
    record Known(UUID code, long id) {}
    return db
        .query(
            "reading the checks of a status page",
            "SELECT code, id FROM checks WHERE id = ANY(?) ORDER BY id",
            row -> new Known(row.uuid("code"), row.number("id")),
            List.copyOf(page.looks().keySet()))
        .stream()
        .map(
            check -> {
              var look = page.look(check.id());
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("check", check.code());
              json.put("name", look.name());
              json.put("hidden", look.hidden());
              json.put("place", look.place());
              return json;
            })
        .toList();
  }

  static Map<String, @Nullable Object> announcement(Announcement one, ApiKey key, Instant now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", one.code());
    json.put("kind", one.kind().word());
    json.put("title", one.title());
    json.put("impact", one.impact().word());
    json.put("state", one.state(now).word());
    json.put("start", LogRequests.date(one.starts()));
    json.put("end", one.ends() == null ? null : LogRequests.date(one.ends()));
    json.put("updates", one.updates().stream().map(update -> update(update, key)).toList());
    return json;
  }

  private static Map<String, Object> update(Announcement.Update update, ApiKey key) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("at", LogRequests.date(update.at()));
    json.put("state", update.state().word());
    json.put("body", update.body());
    if (!key.readOnly()) {
      json.put("author", update.author());
    }
    return json;
  }
}
