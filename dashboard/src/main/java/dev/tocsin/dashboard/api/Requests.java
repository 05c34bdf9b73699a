package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.badges.BadgeUrls;
import dev.tocsin.dashboard.badges.ProjectBadges;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.checks.BodySearch;
import dev.tocsin.dashboard.checks.CheckActions;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.history.Replays;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.RodReader;
import dev.tocsin.store.SecretBox;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls, on worker threads: body, then key, then whatever the route asks for. Clients rely
 * on this order: a broken body is 400 even without a key.
 */
final class Requests {

  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private final Admission admission;
  private final CheckRequests checks;
  private final BulkRequests bulk;
  private final LogRequests logs;
  private final ProjectRequests projects;
  private final AlertRequests alerts;
  private final IncidentRequests incidents;
  private final QuietRequests quiet;
  private final RotaRequests rotas;
  private final BlindRequests blind;
  private final ReportRequests reports;
  private final ExportRequests exports;
  private final FindingRequests findings;
  private final AssertionRequests assertions;
  private final StatusPageRequests statusPages;
  private final ChannelRequests channels;
  private final LateRequests late;
  private final ApplyRequests files;
  private final BadgeRequests badges;
  private final OperatorRequests operators;
  private final SystemRequests system;

  /**
   * Answers with what {@code db} holds.
   *
   * @param noteUse called for a key whose use is to be noted; returns at once
   */
  Requests(
      ApiConfig config,
      Db db,
      ProjectChannels channels,
      SecretBox secrets,
      Channels kinds,
      ApiKeys keys,
      ExportRequests exports,
      Consumer<ApiKey> noteUse) {
    this.exports = exports;
    CheckQueries queries = new CheckQueries(db);
    CheckObject objects = new CheckObject(config.siteUrl(), config.pingUrl());
    this.checks =
        new CheckRequests(config, objects, queries, new CheckActions(db), new Replays(db, queries));
    this.bulk = new BulkRequests(config, db);
    this.logs = new LogRequests(config, queries, new BodySearch(db));
    this.projects = new ProjectRequests(db, config, secrets, kinds, exports);
    this.alerts = new AlertRequests(config, db);
    this.incidents = new IncidentRequests(db);
    this.quiet = new QuietRequests(db);
    this.rotas = new RotaRequests(db, secrets, channels, config.siteUrl());
    this.blind = new BlindRequests(db);
    this.reports = new ReportRequests(db);
    this.findings = new FindingRequests(db, queries);
    this.assertions = new AssertionRequests(queries, new CheckActions(db));
    this.statusPages = new StatusPageRequests(config, db, secrets);
    this.channels = new ChannelRequests(db, channels, alerts);
    this.late = new LateRequests(db);
    this.files = new ApplyRequests(config, db, secrets, kinds);
    this.badges =
        new BadgeRequests(new ProjectBadges(db, new BadgeUrls(config.siteUrl(), secrets)));
    this.operators = new OperatorRequests(db, config.metricsKey());
    RodReader rods = new RodReader(db);
    this.admission = new Admission(keys, rods, noteUse);
    List<String> codes = kinds.kinds().stream().map(ChannelKind::code).toList();
    this.system = new SystemRequests(db, config.twoStep(), codes, rods);
  }

  Reply answer(Call call) {
    try {
      return call.access() == Access.ANYBODY ? open(call) : withBody(call);
    } catch (DbException e) {
      if (e.isAway() || e.isBusy()) {
        LOG.warn("no answer from the database: {}", e.getMessage());
        return Reply.error(503, "the database does not answer, please try again");
      }
      LOG.error("{} {} failed", call.method(), call.target().route(), e);
      return Reply.error(500, "internal error");
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", call.method(), call.target().route(), e);
      return Reply.error(500, "internal error");
    }
  }

  /** Calls without a key; their bodies are no JSON. */
  private Reply open(Call call) {
    return switch (call.target().route()) {
      case NOTIFICATION -> late.notification(call.target().uuid(), call.body());
      case BOUNCES -> late.bounce(call.body());
      case METRICS -> operators.metrics(call.metricsKey(), Instant.now());
      case DOCUMENT -> Conditional.answer(call, ApiDocument.reply());
      default -> throw new IllegalStateException("answered without a worker: " + call.target());
    };
  }

  private Reply withBody(Call call) {
    boolean sent = call.method().equals(HttpMethod.POST) && call.body().length > 0;
    Optional<JsonNode> parsed =
        sent ? Json.parse(call.body()) : Optional.of(JsonNodeFactory.instance.objectNode());
    if (parsed.isEmpty()) {
      return Reply.error(400, "could not parse request body");
    }
    JsonNode body = parsed.get();
    return body.isObject()
        ? admission.answer(call, body, key -> Conditional.answer(call, dispatch(call, key, body)))
        : CheckRequests.invalid("value is not an object");
  }

  private Reply dispatch(Call call, ApiKey key, JsonNode body) {
    Target target = call.target();
    QueryString query = new QueryString(call.query());
    boolean get = call.method().equals(HttpMethod.GET);
    boolean delete = call.method().equals(HttpMethod.DELETE);
    return switch (target.route()) {
      case CHECKS -> get ? checks.list(target, key, query) : checks.create(target, key, body);
      case CHECK ->
          get
              ? checks.get(target, key)
              : delete ? checks.delete(call, key) : checks.update(call, key, body);
      case CHECK_BY_KEY -> checks.getByUniqueKey(target, key);
      case PAUSE -> checks.pause(call, key);
      case RESUME -> checks.resume(call, key);
      case PINGS -> logs.pings(target, key, query);
      case PING_SEARCH -> logs.search(target, key, query);
      case PING_BODY -> logs.body(target, key);
      case FLIPS -> logs.flips(target, key, query);
      case FLIPS_BY_KEY -> logs.flipsByUniqueKey(target, key, query);
      case FINDINGS -> findings.list(target, key);
      case ASSERTIONS -> assertions.all(key);
      case ACCOUNT_EXPORT -> exports.ofPerson(key);
      case CHECK_ASSERTIONS -> assertions.answer(call, key, body);
      case REPLAY -> checks.replay(target, key, body, Instant.now());
      case SCHEDULE_PREVIEW -> checks.previewSchedule(target, body, Instant.now());
      case BULK -> bulk.change(key, body);
      case APPLY -> files.apply(key, body);
      case IMPORT -> files.importChecks(key.projectId(), key.actor(), body);
      case PROJECTS,
          PROJECT,
          MEMBERS,
          MEMBER,
          INVITATIONS,
          INVITATION,
          OFFER,
          OFFER_ACCEPT,
          CHECK_MOVE,
          VIEWS,
          VIEW,
          REPORT_MAIL,
          PROJECT_EXPORT,
          AUDIT,
          KEYS,
          KEY,
          ESCALATION ->
          projects.answer(call, key, body);
      case CHANNELS, CHANNELS_LISTED -> get ? channels.list(key) : channels.create(key, body);
      case CHANNEL ->
          get
              ? channels.get(target, key)
              : delete ? channels.delete(target, key) : channels.update(target, key, body);
      case CHANNEL_TEST -> channels.test(target, key);
      case CHANNEL_CHECKS ->
          get ? channels.checks(target, key) : channels.assign(target, key, body);
      case DELIVERIES -> alerts.deliveries(key, query);
      case DELIVERY -> alerts.delivery(target, key);
      case DELIVERY_RESEND -> alerts.resend(target, key);
      case CHECK_DELIVERIES -> alerts.deliveriesOfCheck(target, key, query);
      case INCIDENTS -> alerts.incidents(key, query);
      case INCIDENT, INCIDENT_ACK, INCIDENT_UNACK, INCIDENT_ASSIGN, INCIDENT_NOTES ->
          incidents.answer(target, key, body);
      case SILENCES -> get ? quiet.silences(key) : quiet.silence(key, body);
      case SILENCE_PREVIEW -> quiet.previewSilence(key, body);
      case SILENCE -> quiet.end(target, key);
      case MAINTENANCE -> get ? quiet.maintenance(key) : quiet.maintain(key, body);
      case MAINTENANCE_PREVIEW -> quiet.previewMaintenance(key, body);
      case MAINTENANCE_WINDOW -> quiet.delete(target, key);
      case ROTAS, ROTA, ROTA_OVERRIDES, ROTA_OVERRIDE, ROTA_CALENDAR ->
          rotas.answer(call, key, body);
      case CHECK_INCIDENTS -> alerts.incidentsOfCheck(target, key, query);
      case INCIDENTS_BY_KEY -> alerts.incidentsByUniqueKey(target, key, query);
      case BLIND -> blind.list(query);
      case REPORTS -> reports.report(key, query);
      case STATUS_PAGES, STATUS_PAGE, STATUS_PAGE_HOST, ANNOUNCEMENTS, ANNOUNCEMENT ->
          statusPages.answer(call, key, body);
      case BADGES -> badges.list(key);
      case SYSTEM, QUARANTINE, ASIDE, ASIDE_REPLAY, ASIDE_DISCARD, ASIDE_CHECK, RODS, ROD ->
          system.answer(call, key, body);
      case METRICS, STATUS, NOTIFICATION, BOUNCES, DOCUMENT -> open(call);
    };
  }
}
