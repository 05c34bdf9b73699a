package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.channels.Deliveries;
import dev.tocsin.dashboard.channels.Delivery;
import dev.tocsin.dashboard.channels.DeliveryFilter;
import dev.tocsin.dashboard.channels.Resends;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.dashboard.incidents.Incident;
import dev.tocsin.dashboard.incidents.IncidentFilter;
import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Calls that read what was told to whom, and when checks were down. Lists come in pages. */
final class AlertRequests {

  private static final Pattern ID = Pattern.compile("[0-9]{1,18}");
  private static final Pattern CODE = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final AlertObjects objects;
  private final OwnChecks own;
  private final Deliveries deliveries;
  private final Resends resends;
  private final Incidents incidents;

  AlertRequests(ApiConfig config, Db db) {
    this.objects = new AlertObjects(config.siteUrl());
    this.own = new OwnChecks(new CheckQueries(db));
    this.deliveries = new Deliveries(db);
    this.resends = new Resends(db);
    this.incidents = new Incidents(db);
  }

  Reply delivery(Target target, ApiKey key) {
    String id = target.parts().get(0);
    return Optional.of(id)
        .filter(text -> ID.matcher(text).matches())
        .flatMap(text -> deliveries.find(key.projectId(), Long.parseLong(text)))
        .map(found -> Reply.json(200, objects.of(found)))
        .orElseGet(OwnChecks::notFound);
  }

  /** Queues what a delivery told once more. */
  Reply resend(Target target, ApiKey key) {
    String id = target.parts().get(0);
    if (!ID.matcher(id).matches()) {
      return OwnChecks.notFound();
    }
    return resends
        .again(key.projectId(), Long.parseLong(id), key.actor())
        .either(
            made ->
                delivery(key.projectId(), made)
                    .map(queued -> Reply.json(202, queued))
                    .orElseGet(OwnChecks::notFound),
            ProjectObjects::refusal);
  }

  /** The object of a delivery of the project; empty: it is gone. */
  Optional<Map<String, @Nullable Object>> delivery(long projectId, long id) {
    return deliveries.find(projectId, id).map(objects::of);
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
    return last.isEmpty() ? null : objects.of(last.get(0));
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
        objects::of,
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
        incident -> IncidentObjects.of(key, incident, now),
        last -> new Place(last.started(), last.id()).cursor());
  }

  /** The place that the cursor says. */
  static Place place(Parameters parameters) {
    return parameters
        .value(
            "cursor",
            Place::of,
            "cursor is none of this list: take it from \"next\" of the answer before")
        .orElse(Place.START);
  }

  /**
   * One page of a list.
   *
   * @param reader reads one item more than fits, to see whether there is another page
   * @param cursor the place of an item, from which the next page goes on
   */
  static <T> Reply page(
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
