package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.oncall.OnCall;
import dev.tocsin.dashboard.oncall.RotaCalendar;
import dev.tocsin.dashboard.oncall.RotaPlan;
import dev.tocsin.dashboard.oncall.RotaView;
import dev.tocsin.dashboard.oncall.StandIn;
import dev.tocsin.dashboard.oncall.StandIns;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.domain.oncall.Rota;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import io.vertx.core.http.HttpMethod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Calls about who is on call. */
final class RotaRequests {

  private static final int LONGEST_ZONE = 60;

  private final OnCall onCall;
  private final StandIns standIns;
  private final ProjectChannels channels;
  private final String siteUrl;

  RotaRequests(Db db, SecretBox secrets, ProjectChannels channels, String siteUrl) {
    this.onCall = new OnCall(db, secrets);
    this.standIns = new StandIns(db);
    this.channels = channels;
    this.siteUrl = siteUrl;
  }

  Reply answer(Call call, ApiKey key, JsonNode body) {
    Target target = call.target();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    if (target.route() == Route.ROTAS) {
      return call.method().equals(HttpMethod.GET) ? list(key, now) : create(key, body, now);
    }
    return onCall
        .find(key.projectId(), target.uuid(), now)
        .map(rota -> ofRota(call, key, rota, body, now))
        .orElseGet(OwnChecks::notFound);
  }

  private Reply ofRota(Call call, ApiKey key, RotaView rota, JsonNode body, Instant now) {
    return switch (call.target().route()) {
      case ROTA_OVERRIDES -> standIn(key, rota, body, now);
      case ROTA_OVERRIDE -> cancel(call.target(), key, rota);
      case ROTA_CALENDAR -> calendar(key, rota);
      default ->
          switch (call.method().name()) {
            case "DELETE" -> delete(key, rota);
            case "POST" -> update(key, rota, body, now);
            default -> Reply.json(200, RotaObjects.of(rota, now));
          };
    };
  }

  private Reply list(ApiKey key, Instant now) {
    List<RotaView> rotas = onCall.of(key.projectId(), now);
    return Reply.json(
        200, Map.of("rotas", rotas.stream().map(one -> RotaObjects.of(one, now)).toList()));
  }

  private Reply create(ApiKey key, JsonNode body, Instant now) {
    Fields fields = new Fields(body);
    Optional<String> name = fields.words("name", ProjectChannels.LONGEST_NAME);
    Optional<List<RotaPlan.Turn>> people = people(fields, body);
    Optional<LocalDateTime> begins = local(fields, "begins");
    Optional<Duration> turn = turn(fields);
    require(fields, "name", name);
    require(fields, "people", people);
    require(fields, "begins", begins);
    require(fields, "turn", turn);
    String zone = fields.words("tz", LONGEST_ZONE).orElse("UTC");
    return fields
        .problem()
        .orElseGet(
            () -> {
              RotaPlan plan =
                  new RotaPlan(
                      name.orElseThrow(),
                      people.orElseThrow(),
                      begins.orElseThrow(),
                      turn.orElseThrow(),
                      zone);
              return made(201, key, onCall.create(key.projectId(), plan, key.actor()), now);
            });
  }

  /** What is missing stays as it is. */
  private Reply update(ApiKey key, RotaView rota, JsonNode body, Instant now) {
    Fields fields = new Fields(body);
    RotaPlan plan =
        new RotaPlan(
            fields.words("name", ProjectChannels.LONGEST_NAME).orElse(rota.name()),
            people(fields, body).orElse(rota.people()),
            local(fields, "begins").orElse(rota.rota().begins()),
            turn(fields).orElse(rota.rota().turn()),
            fields.words("tz", LONGEST_ZONE).orElse(rota.rota().zone().getId()));
    return fields
        .problem()
        .orElseGet(
            () ->
                made(
                    200, key, onCall.update(key.projectId(), rota.code(), plan, key.actor()), now));
  }

  private Reply made(int status, ApiKey key, Outcome<UUID> outcome, Instant now) {
    return outcome.either(
        code ->
            onCall
                .find(key.projectId(), code, now)
                .map(rota -> Reply.json(status, RotaObjects.of(rota, now)))
                .orElseGet(OwnChecks::notFound),
        ProjectObjects::refusal);
  }

  private Reply delete(ApiKey key, RotaView rota) {
    Optional<ChannelRow> channel = channels.find(rota.code());
    channel.ifPresent(row -> channels.delete(row, key.actor()));
    return Reply.json(200, Map.of("id", rota.code()));
  }

  private Reply standIn(ApiKey key, RotaView rota, JsonNode body, Instant now) {
    Fields fields = new Fields(body);
    Optional<String> name = fields.words("name", ProjectChannels.LONGEST_NAME);
    Optional<UUID> channel = channel(fields, "", body);
    Instant start = fields.moment("start").orElse(now);
    Optional<Instant> end = fields.moment("end");
    require(fields, "name", name);
    require(fields, "channel", channel);
    require(fields, "end", end);
    return fields
        .problem()
        .orElseGet(
            () ->
                made(
                    201,
                    key,
                    standIns
                        .add(
                            key.projectId(),
                            rota.code(),
                            new StandIn(
                                Optional.empty(),
                                name.orElseThrow(),
                                channel.orElseThrow(),
                                start.truncatedTo(ChronoUnit.MICROS),
                                end.orElseThrow().truncatedTo(ChronoUnit.MICROS),
                                key.actor()),
                            now)
                        .either(code -> Outcome.done(rota.code()), RotaRequests::refused),
                    now));
  }

  private static <T> Outcome<T> refused(Outcome.Refused<?> refused) {
    return Outcome.refused(refused.reason(), refused.why());
  }

  private Reply cancel(Target target, ApiKey key, RotaView rota) {
    return standIns.cancel(key.projectId(), rota.code(), target.second(), key.actor())
        ? Reply.json(200, Map.of("id", target.second()))
        : OwnChecks.notFound();
  }

  private Reply calendar(ApiKey key, RotaView rota) {
    return onCall
        .newCalendar(key.projectId(), rota.code(), key.actor())
        .map(token -> Reply.json(201, Map.of("url", RotaCalendar.address(siteUrl, token))))
        .orElseGet(OwnChecks::notFound);
  }

  private static Optional<List<RotaPlan.Turn>> people(Fields fields, JsonNode body) {
    JsonNode list = body.get("people");
    if (list == null) {
      return Optional.empty();
    }
    if (!list.isArray()) {
      fields.wrong("people", "is not an array");
    }
    List<RotaPlan.Turn> people = new ArrayList<>();
    for (JsonNode item : list) {
      Fields member = new Fields(item);
      Optional<String> name = member.words("name", ProjectChannels.LONGEST_NAME);
      Optional<UUID> channel = channel(fields, "people: ", item);
      if (name.isEmpty()) {
        fields.wrong("people", "has somebody without a name");
      } else if (channel.isEmpty()) {
        fields.wrong("people", "has somebody without a channel");
      } else {
        people.add(new RotaPlan.Turn(name.get(), channel.get()));
      }
    }
    return Optional.of(people);
  }

  private static Optional<UUID> channel(Fields fields, String where, JsonNode item) {
    JsonNode channel = item.path("channel");
    if (channel.isMissingNode()) {
      return Optional.empty();
    }
    Optional<UUID> code = Visit.uuid(channel.asText());
    if (code.isEmpty()) {
      fields.wrong(where + "channel", "is not a UUID");
    }
    return code;
  }

  private static Optional<Duration> turn(Fields fields) {
    return fields
        .number("turn", (int) Rota.SHORTEST_TURN.toSeconds(), (int) Rota.LONGEST_TURN.toSeconds())
        .map(Duration::ofSeconds);
  }

  private static Optional<LocalDateTime> local(Fields fields, String name) {
    Optional<String> text = fields.text(name, 40);
    try {
      return text.map(LocalDateTime::parse);
    } catch (DateTimeException e) {
      fields.wrong(name, "is not a time on the clock such as 2027-01-31T09:00");
      return Optional.empty();
    }
  }

  private static void require(Fields fields, String name, Optional<?> value) {
    if (value.isEmpty()) {
      fields.wrong(name, "is missing");
    }
  }
}
