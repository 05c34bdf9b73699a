package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.channels.Deliveries;
import dev.tocsin.dashboard.channels.Delivery;
import dev.tocsin.dashboard.channels.DeliveryFilter;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.checks.Incident;
import dev.tocsin.dashboard.checks.IncidentFilter;
import dev.tocsin.dashboard.checks.Incidents;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.Db;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls that read what was told to whom, and when checks were down. Lists come in pages. */
final class AlertRequests {

  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CODE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final ApiConfig config;
  private final OwnChecks own;
  private final Deliveries deliveries;
  private final Incidents incidents;

  AlertRequests(ApiConfig config, Db db) {
    this.config = config;
    this.own = new OwnChecks(new CheckQueries(db));
    this.deliveries = new Deliveries(db);
    this.incidents = new Incidents(db);
  }

  Reply delivery(Target target, ApiKey key) {
    String id = target.parts().get(0);
    return Optional.of(id)
        .filter(text -> ID.matcher(text).matches())
        .flatMap(text -> deliveries.find(key.projectId(), Long.parseLong(text)))
        .map(found -> Reply.json(200, object(found)))
        .orElseGet(OwnChecks::notFound);
  }

  /** The object of a delivery of the project; empty: it is gone. */
  Optional<Map<String, @Nullable Object>> delivery(long projectId, long id) {
    return deliveries.find(projectId, id).map(this::object);
  }

  /** The newest delivery to a channel. */
  @Nullable Object lastDelivery(long projectId, UUID channel) {
    DeliveryFilter filter =
        new DeliveryFilter(
            Optional.of(channel),
            Optional.empty(),
            Instant.EPOCH,
            Schedule.NEVER,
            Schedule.NEVER,
            Long.MAX_VALUE);
    List<Delivery> last = deliveries.ofProject(projectId, filter, 1);
    return last.isEmpty() ? null : object(last.get(0));
  }

  Reply deliveries(ApiKey key, QueryString query) {
    return deliveries(
        query, (filter, limit) -> deliveries.ofProject(key.projectId(), filter, limit));
  }

  Reply deliveriesOfCheck(Target target, ApiKey key, QueryString query) {
    return own.byUuid(
        target,
        key,
        view ->
            deliveries(
                query, (filter, limit) -> deliveries.ofCheck(view.check().id(), filter, limit)));
  }

  /** Reads at most so many items that pass a filter. */
  private interface Reader<F, T> {
    List<T> read(F filter, int limit);
  }

  private Reply deliveries(QueryString query, Reader<DeliveryFilter, Delivery> reader) {
    Parameters parameters = new Parameters(query);
    Place place = place(parameters);
    DeliveryFilter filter =
        new DeliveryFilter(
            parameters.value("channel", AlertRequests::code),
            parameters.value("state", AlertRequests::state),
            parameters.instant("start", Instant.EPOCH),
            parameters.instant("end", Schedule.NEVER),
            place.at(),
            place.id());
    int limit = parameters.limit();
    return page(
        "deliveries",
        parameters,
        limit,
        () -> reader.read(filter, limit + 1),
        this::object,
        last -> new Place(last.createdAt(), last.id()).cursor());
  }

  Reply incidents(ApiKey key, QueryString query) {
    return incidents(
        key, query, (filter, limit) -> incidents.ofProject(key.projectId(), filter, limit));
  }

  Reply incidentsOfCheck(Target target, ApiKey key, QueryString query) {
    return own.byUuid(target, key, view -> incidents(key, query, ofCheck(view.check().id())));
  }

  Reply incidentsByUniqueKey(Target target, ApiKey key, QueryString query) {
    return own.byUniqueKey(target, key, view -> incidents(key, query, ofCheck(view.check().id())));
  }

  private Reader<IncidentFilter, Incident> ofCheck(long checkId) {
    return (filter, limit) -> incidents.ofCheck(checkId, filter, limit);
  }

  private Reply incidents(ApiKey key, QueryString query, Reader<IncidentFilter, Incident> reader) {
    Parameters parameters = new Parameters(query);
    Place place = place(parameters);
    IncidentFilter filter =
        new IncidentFilter(
            parameters.instant("start", Instant.EPOCH),
            parameters.instant("end", Schedule.NEVER),
            parameters.value("state", AlertRequests::ongoing),
            place.at(),
            place.id());
    int limit = parameters.limit();
    Instant now = Instant.now();
    return page(
        "incidents",
        parameters,
        limit,
        () -> reader.read(filter, limit + 1),
        incident -> object(key, incident, now),
        last -> new Place(last.started(), last.id()).cursor());
  }

  /** The place of an item in a list that is ordered by time. */
  private record Place(Instant at, long id) {
    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,17})-([0-9]{1,18})");

    /** Before the first page. */
    private static final Place START = new Place(Schedule.NEVER, Long.MAX_VALUE);

    String cursor() {
      return ChronoUnit.MICROS.between(Instant.EPOCH, at) + "-" + id;
    }

    static Optional<Place> of(String cursor) {
      Matcher parts = CURSOR.matcher(cursor);
      return parts.matches()
          ? Optional.of(
              new Place(
                  Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                  Long.parseLong(parts.group(2))))
          : Optional.empty();
    }
  }

  private static Place place(Parameters parameters) {
    return parameters.value("cursor", Place::of).orElse(Place.START);
  }

  /**
   * One page of a list.
   *
   * @param reader reads one item more than fits, to see whether there is another page
   * @param cursor the place of an item, from which the next page goes on
   */
  private static <T> Reply page(
      String name,
      Parameters parameters,
      int limit,
      Supplier<List<T>> reader,
      Function<T, Map<String, @Nullable Object>> object,
      Function<T, String> cursor) {
    if (parameters.problem().isPresent()) {
      return Reply.error(400, parameters.problem().get());
    }
    List<T> found = reader.get();
    List<T> items = found.subList(0, Math.min(limit, found.size()));
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(name, items.stream().map(object).toList());
    json.put("next", found.size() > limit ? cursor.apply(items.get(limit - 1)) : null);
    return Reply.json(200, json);
  }

  private Map<String, @Nullable Object> object(Delivery delivery) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", delivery.id());
    json.put("reason", delivery.reason());
    json.put("state", delivery.state());
    json.put("created", LogRequests.date(delivery.createdAt()));
    Delivery.To to = delivery.to();
    json.put("channel", members("id", to.code(), "name", to.name(), "kind", to.kind()));
    json.put(
        "check",
        delivery.check().map(c -> members("uuid", c.code(), "name", c.name())).orElse(null));
    json.put("flip", delivery.check().map(AlertRequests::flip).orElse(null));
    Optional<Delivery.Message> message = delivery.message();
    json.put("message", message.map(Delivery.Message::code).orElse(null));
    json.put(
        "next_attempt",
        message
            .filter(sent -> delivery.state().equals("sending"))
            .map(sent -> LogRequests.date(sent.nextAt()))
            .orElse(null));
    json.put(
        "settled",
        message
            .flatMap(sent -> Optional.ofNullable(sent.settledAt()))
            .map(LogRequests::date)
            .orElse(null));
    json.put("n_attempts", message.map(Delivery.Message::attempts).orElse(0));
    json.put(
        "attempts",
        message
            .map(sent -> sent.log().stream().map(AlertRequests::attempt).toList())
            .orElse(List.of()));
    json.put("url", config.siteUrl() + "/api/v3/deliveries/" + delivery.id());
    return json;
  }

  private static Map<String, @Nullable Object> flip(Delivery.About about) {
    return members(
        "timestamp",
        LogRequests.date(about.at()),
        "from",
        about.from(),
        "to",
        about.to(),
        "reason",
        about.why());
  }

  private static Map<String, @Nullable Object> attempt(Delivery.Attempt attempt) {
    return members(
        "timestamp",
        LogRequests.date(attempt.at()),
        "verdict",
        attempt.verdict(),
        "took",
        thousandths(attempt.took()),
        "detail",
        attempt.detail());
  }

  private static Map<String, @Nullable Object> object(ApiKey key, Incident incident, Instant now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(
        "check",
        key.readOnly()
            ? members("unique_key", CheckObject.uniqueKey(incident.code()), "name", incident.name())
            : members("uuid", incident.code(), "name", incident.name()));
    Instant ended = incident.ended();
    json.put("started", LogRequests.date(incident.started()));
    json.put("ended", ended == null ? null : LogRequests.date(ended));
    json.put(
        "duration", thousandths(Duration.between(incident.started(), ended == null ? now : ended)));
    json.put("reason", incident.reason());
    json.put("ended_by", incident.endedBy());
    return json;
  }

  private static BigDecimal thousandths(Duration duration) {
    return BigDecimal.valueOf(duration.toNanos(), 9).setScale(3, RoundingMode.HALF_EVEN);
  }

  private static Map<String, @Nullable Object> members(Object... namesAndValues) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return json;
  }

  private static Optional<UUID> code(String text) {
    return CODE.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
  }

  private static Optional<DeliveryFilter.State> state(String text) {
    for (DeliveryFilter.State state : DeliveryFilter.State.values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(text)) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  private static Optional<Boolean> ongoing(String text) {
    return switch (text) {
      case "ongoing" -> Optional.of(true);
      case "ended" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
