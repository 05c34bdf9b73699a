package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.oncall.RotaView;
import dev.tocsin.dashboard.oncall.StandIn;
import dev.tocsin.domain.oncall.Rota;
import dev.tocsin.domain.oncall.Shift;
import dev.tocsin.domain.schedule.TimeZones;
import dev.tocsin.store.Rotas.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rotas as the API shows them. */
final class RotaObjects {

  /** Shifts that are shown of each rota, from the one that goes on. */
  private static final int UPCOMING = 10;

  /** For as long at most. */
  private static final Duration AHEAD = Duration.ofDays(366);

  private RotaObjects() {}

  /** The object of a rota. */
  static Map<String, @Nullable Object> of(RotaView view, Instant now) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Rota<Person> rota = view.rota();
    List<Shift<Person>> shifts =
        rota.between(now, now.plus(rota.turn().multipliedBy(UPCOMING))).stream()
            .filter(shift -> shift.from().isBefore(now.plus(AHEAD)))
            .limit(UPCOMING)
            .toList();
    json.put("id", view.code());
    json.put("name", view.name());
    json.put("begins", rota.begins().toString());
    json.put("turn", rota.turn().toSeconds());
    json.put("tz", TimeZones.canonical(rota.zone().getId()).orElse(rota.zone().getId()));
    json.put(
        "people",
        view.people().stream()
            .map(one -> AlertObjects.members("name", one.name(), "channel", one.channel()))
            .toList());
    json.put("on_call", shifts.isEmpty() ? null : shift(shifts.get(0)));
    json.put("next", shifts.stream().skip(1).map(RotaObjects::shift).toList());
    json.put("overrides", view.standIns().stream().map(RotaObjects::override).toList());
    json.put("calendar", view.calendar());
    return json;
  }

  private static Map<String, @Nullable Object> shift(Shift<Person> shift) {
    return AlertObjects.members(
        "name",
        shift.person().name(),
        "start",
        LogRequests.date(shift.from()),
        "end",
        LogRequests.date(shift.until()),
        "override",
        shift.instead());
  }

  private static Map<String, @Nullable Object> override(StandIn one) {
    return AlertObjects.members(
        "id",
        one.code().orElseThrow(),
        "name",
        one.name(),
        "channel",
        one.channel(),
        "start",
        LogRequests.date(one.from()),
        "end",
        LogRequests.date(one.until()),
        "author",
        one.author());
  }
}
