package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.store.CheckObject.Version;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The paths of the API, after {@code /api/v<N>/}, with who may do what there. */
enum Route {
  CHECKS("checks/", Access.ANY_KEY, Access.WRITE_KEY, Access.NOBODY),
  CHECK("checks/<uuid>", Access.ANY_KEY, Access.WRITE_KEY, Access.WRITE_KEY),
  CHECK_BY_KEY("checks/<key>", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  PAUSE("checks/<uuid>/pause", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  RESUME("checks/<uuid>/resume", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  PINGS("checks/<uuid>/pings/", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  PING_BODY("checks/<uuid>/pings/<n>/body", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  PING_SEARCH(
      Version.V3, "checks/<uuid>/pings/search", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  FLIPS("checks/<uuid>/flips/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  FLIPS_BY_KEY("checks/<key>/flips/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  FINDINGS(Version.V3, "checks/<uuid>/findings/", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  ASSERTIONS(Version.V3, "assertions/", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  CHECK_ASSERTIONS(
      Version.V3, "checks/<uuid>/assertions/", Access.ANY_KEY, Access.WRITE_KEY, Access.NOBODY),
  REPLAY(Version.V3, "checks/<uuid>/replay", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  SCHEDULE_PREVIEW(Version.V3, "schedules/preview", Access.NOBODY, Access.ANY_KEY, Access.NOBODY),
  BULK(Version.V3, "checks/bulk", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  APPLY(Version.V3, "apply", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  IMPORT(Version.V3, "import", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  PROJECTS(Version.V3, "projects/", Access.ANY_KEY, Access.WRITE_KEY, Access.NOBODY),
  PROJECT(Version.V3, "projects/<uuid>", Access.ANY_KEY, Access.WRITE_KEY, Access.WRITE_KEY),
  MEMBERS(
      Version.V3, "projects/<uuid>/members/", Access.WRITE_KEY, Access.WRITE_KEY, Access.NOBODY),
  MEMBER(
      Version.V3,
      "projects/<uuid>/members/<email>",
      Access.WRITE_KEY,
      Access.WRITE_KEY,
      Access.WRITE_KEY),
  INVITATIONS(
      Version.V3,
      "projects/<uuid>/invitations/",
      Access.WRITE_KEY,
      Access.WRITE_KEY,
      Access.NOBODY),
  INVITATION(
      Version.V3,
      "projects/<uuid>/invitations/<uuid>",
      Access.WRITE_KEY,
      Access.NOBODY,
      Access.WRITE_KEY),
  OFFER(Version.V3, "projects/<uuid>/offer", Access.WRITE_KEY, Access.WRITE_KEY, Access.WRITE_KEY),
  OFFER_ACCEPT(
      Version.V3, "projects/<uuid>/offer/accept", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  CHECK_MOVE(
      Version.V3,
      "projects/<uuid>/checks/<uuid>/move",
      Access.NOBODY,
      Access.WRITE_KEY,
      Access.NOBODY),
  VIEWS(Version.V3, "projects/<uuid>/views/", Access.WRITE_KEY, Access.WRITE_KEY, Access.NOBODY),
  REPORT_MAIL(
      Version.V3,
      "projects/<uuid>/report-mail",
      Access.WRITE_KEY,
      Access.WRITE_KEY,
      Access.WRITE_KEY),
  PROJECT_EXPORT(
      Version.V3, "projects/<uuid>/export", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  ACCOUNT_EXPORT(Version.V3, "account/export", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  VIEW(Version.V3, "projects/<uuid>/views/<name>", Access.NOBODY, Access.NOBODY, Access.WRITE_KEY),
  AUDIT(Version.V3, "projects/<uuid>/audit/", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  KEYS(Version.V3, "projects/<uuid>/keys/", Access.WRITE_KEY, Access.WRITE_KEY, Access.NOBODY),
  KEY(
      Version.V3,
      "projects/<uuid>/keys/<uuid>",
      Access.WRITE_KEY,
      Access.WRITE_KEY,
      Access.WRITE_KEY),
  CHANNELS(Version.V3, "channels/", Access.WRITE_KEY, Access.WRITE_KEY, Access.NOBODY),
  CHANNELS_LISTED("channels/", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  CHANNEL(Version.V3, "channels/<uuid>", Access.WRITE_KEY, Access.WRITE_KEY, Access.WRITE_KEY),
  CHANNEL_TEST(Version.V3, "channels/<uuid>/test", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  CHANNEL_CHECKS(
      Version.V3, "channels/<uuid>/checks/", Access.WRITE_KEY, Access.WRITE_KEY, Access.NOBODY),
  DELIVERIES(Version.V3, "deliveries/", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  DELIVERY(Version.V3, "deliveries/<n>", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  DELIVERY_RESEND(
      Version.V3, "deliveries/<n>/resend", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  CHECK_DELIVERIES(
      Version.V3, "checks/<uuid>/deliveries/", Access.WRITE_KEY, Access.NOBODY, Access.NOBODY),
  INCIDENTS(Version.V3, "incidents/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  INCIDENT(Version.V3, "incidents/<uuid>", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  INCIDENT_ACK(Version.V3, "incidents/<uuid>/ack", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  INCIDENT_UNACK(
      Version.V3, "incidents/<uuid>/unack", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  INCIDENT_ASSIGN(
      Version.V3, "incidents/<uuid>/assign", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  INCIDENT_NOTES(
      Version.V3, "incidents/<uuid>/notes", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  CHECK_INCIDENTS(
      Version.V3, "checks/<uuid>/incidents/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  INCIDENTS_BY_KEY(
      Version.V3, "checks/<key>/incidents/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  SILENCES(Version.V3, "silences/", Access.ANY_KEY, Access.WRITE_KEY, Access.NOBODY),
  SILENCE_PREVIEW(Version.V3, "silences/preview", Access.NOBODY, Access.ANY_KEY, Access.NOBODY),
  SILENCE(Version.V3, "silences/<uuid>", Access.NOBODY, Access.NOBODY, Access.WRITE_KEY),
  MAINTENANCE(Version.V3, "maintenance/", Access.ANY_KEY, Access.WRITE_KEY, Access.NOBODY),
  MAINTENANCE_PREVIEW(
      Version.V3, "maintenance/preview", Access.NOBODY, Access.ANY_KEY, Access.NOBODY),
  MAINTENANCE_WINDOW(
      Version.V3, "maintenance/<uuid>", Access.NOBODY, Access.NOBODY, Access.WRITE_KEY),
  ESCALATION(
      Version.V3, "projects/<uuid>/escalation", Access.WRITE_KEY, Access.WRITE_KEY, Access.NOBODY),
  ROTAS(Version.V3, "rotas/", Access.WRITE_KEY, Access.WRITE_KEY, Access.NOBODY),
  ROTA(Version.V3, "rotas/<uuid>", Access.WRITE_KEY, Access.WRITE_KEY, Access.WRITE_KEY),
  ROTA_OVERRIDES(
      Version.V3, "rotas/<uuid>/overrides/", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  ROTA_OVERRIDE(
      Version.V3, "rotas/<uuid>/overrides/<uuid>", Access.NOBODY, Access.NOBODY, Access.WRITE_KEY),
  ROTA_CALENDAR(
      Version.V3, "rotas/<uuid>/calendar", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  STATUS_PAGES(Version.V3, "status-pages/", Access.ANY_KEY, Access.WRITE_KEY, Access.NOBODY),
  STATUS_PAGE(
      Version.V3, "status-pages/<uuid>", Access.ANY_KEY, Access.WRITE_KEY, Access.WRITE_KEY),
  STATUS_PAGE_HOST(
      Version.V3, "status-pages/<uuid>/host", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  ANNOUNCEMENTS(
      Version.V3,
      "status-pages/<uuid>/announcements/",
      Access.ANY_KEY,
      Access.WRITE_KEY,
      Access.NOBODY),
  ANNOUNCEMENT(
      Version.V3,
      "status-pages/<uuid>/announcements/<uuid>",
      Access.ANY_KEY,
      Access.WRITE_KEY,
      Access.WRITE_KEY),
  REPORTS(Version.V3, "reports/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  BLIND(Version.V3, "blind/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  SYSTEM(Version.V3, "system/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  QUARANTINE(Version.V3, "system/quarantine/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  ASIDE(Version.V3, "system/quarantine/<n>", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  ASIDE_REPLAY(
      Version.V3, "system/quarantine/<n>/replay", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  ASIDE_DISCARD(
      Version.V3, "system/quarantine/<n>/discard", Access.NOBODY, Access.WRITE_KEY, Access.NOBODY),
  ASIDE_CHECK(
      Version.V3,
      "system/quarantine/checks/<uuid>/look",
      Access.NOBODY,
      Access.WRITE_KEY,
      Access.NOBODY),
  RODS(Version.V3, "system/rods/", Access.ANY_KEY, Access.WRITE_KEY, Access.NOBODY),
  ROD(Version.V3, "system/rods/<name>", Access.NOBODY, Access.NOBODY, Access.WRITE_KEY),
  NOTIFICATION("notifications/<uuid>/status", Access.NOBODY, Access.ANYBODY, Access.NOBODY),
  BOUNCES("bounces/", Access.NOBODY, Access.ANYBODY, Access.NOBODY),
  BADGES("badges/", Access.ANY_KEY, Access.NOBODY, Access.NOBODY),
  METRICS("metrics/", Access.ANYBODY, Access.NOBODY, Access.NOBODY),
  STATUS("status/", Access.ANYBODY, Access.NOBODY, Access.NOBODY),
  DOCUMENT(Version.V3, "openapi.json", Access.ANYBODY, Access.NOBODY, Access.NOBODY);

  private final Version since;
  private final String path;
  private final Pattern pattern;
  private final String section;
  private final Access get;
  private final Access post;
  private final Access delete;

  Route(String path, Access get, Access post, Access delete) {
    this(Version.V1, path, get, post, delete);
  }

  /** A route that came with a version, and is unknown to those before it. */
  Route(Version since, String path, Access get, Access post, Access delete) {
    this.since = since;
    this.path = path;
    // Clients rely on the exact forms: UUIDs in lower case only, keys of 40 from A to z.
    this.pattern =
        Pattern.compile(
            path.replace("<uuid>", "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
                .replace("<key>", "([A-z0-9]{40})")
                .replace("<email>", "([^@]+@[^@]+)")
                .replace("<name>", "(.+)")
                .replace("<n>", "([0-9]+)"));
    // What a check delivered is a matter of channels, wherever its path begins.
    this.section = path.contains("deliveries/") ? "deliveries" : path.replaceAll("/.*", "");
    this.get = get;
    this.post = post;
    this.delete = delete;
  }

  /** Whether pages of other sites may call it: what needs an API key, or is about the API. */
  boolean isCrossOrigin() {
    return this == DOCUMENT || (get != Access.ANYBODY && post != Access.ANYBODY);
  }

  /** The path after the version, its variable parts as names in angle brackets. */
  String path() {
    return path;
  }

  /** Matches the path after the version; its groups are the variable parts. */
  Pattern pattern() {
    return pattern;
  }

  boolean isIn(Version version) {
    return version.compareTo(since) >= 0;
  }

  /** What a key must be for, to be used here; of routes for anybody it means nothing. */
  Set<Scope> scopes() {
    return switch (section) {
      case "projects", "status-pages", "account", "system" -> Set.of(Scope.PROJECT);
      case "channels", "deliveries", "rotas" -> Set.of(Scope.CHANNELS);
      case "apply", "import" -> Set.of(Scope.CHECKS, Scope.CHANNELS);
      default -> Set.of(Scope.CHECKS);
    };
  }

  /** Whether a method here changes what people have made; operators' own business does not. */
  boolean changes(HttpMethod method) {
    return !method.equals(HttpMethod.GET) && this != SCHEDULE_PREVIEW && !section.equals("system");
  }

  /** Whether it reads much for few. */
  boolean isExpensive() {
    return this == REPORTS
        || this == PING_SEARCH
        || this == PROJECT_EXPORT
        || this == ACCOUNT_EXPORT;
  }

  /** Who may use a method here. HEAD is a method of its own, and nobody's. */
  Access access(HttpMethod method) {
    return switch (method.name()) {
      case "GET" -> get;
      case "POST" -> post;
      case "DELETE" -> delete;
      default -> Access.NOBODY;
    };
  }

  /** The methods of this route, OPTIONS included, comma separated. */
  String methods() {
    List<String> names = new ArrayList<>();
    for (HttpMethod method : List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)) {
      if (access(method) != Access.NOBODY) {
        names.add(method.name());
      }
    }
    names.add("OPTIONS");
    return String.join(", ", names);
  }
}
