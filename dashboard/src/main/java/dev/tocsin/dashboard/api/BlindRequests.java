package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.blind.BlindTime;
import dev.tocsin.domain.schedule.Schedule;
import dev.tocsin.store.Db;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that read when nobody could hear. It is of the whole installation, not of a project. */
final class BlindRequests {

  private final Db db;

  BlindRequests(Db db) {
    this.db = db;
  }

  Reply list(QueryString query) {
    Parameters parameters = new Parameters(query);
    Place place = AlertRequests.place(parameters);
    Instant from = parameters.instant("start", Instant.EPOCH);
    Instant to = parameters.instant("end", Schedule.NEVER);
    int limit = parameters.limit();
    return AlertRequests.page(
        "blind",
        parameters,
        limit,
        () ->
            db.transaction(
                "reading blind times", tx -> BlindTime.read(tx, from, to, place.at(), limit + 1)),
        BlindRequests::object,
        last -> new Place(last.at().since(), last.id()).cursor());
  }

  private static Map<String, @Nullable Object> object(BlindTime blind) {
    return AlertObjects.members(
        "from", LogRequests.date(blind.at().since()),
        "to", LogRequests.date(blind.at().until()),
        "seconds", AlertObjects.thousandths(blind.at().length()),
        "causes", blind.causes());
  }
}
