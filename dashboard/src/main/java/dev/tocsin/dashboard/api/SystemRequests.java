package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Expiry;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.system.AsidePing;
import dev.tocsin.dashboard.system.Overview;
import dev.tocsin.dashboard.system.Quarantine;
import dev.tocsin.dashboard.system.RodDesk;
import dev.tocsin.store.Db;
import dev.tocsin.store.RodReader;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls under {@code system/}: the installation as a whole, for keys of operators' accounts. */
final class SystemRequests {

  private static final int MOST = 200;

  private final Db db;
  private final boolean twoStep;
  private final Quarantine quarantine;
  private final RodDesk desk;
  private final RodReader rods;

  /**
   * @param twoStep whether nobody gets on with a password alone
   * @param kinds codes of all kinds of channels
   * @param rods told when one changes here
   */
  SystemRequests(Db db, boolean twoStep, List<String> kinds, RodReader rods) {
    this.db = db;
    this.twoStep = twoStep;
    this.quarantine = new Quarantine(db);
    this.desk = new RodDesk(db, kinds);
    this.rods = rods;
  }

  Reply answer(Call call, ApiKey key, JsonNode body) {
    if (!key.operator()) {
      return Reply.error(403, "only a key of an operator's account (hca_) opens system/");
    }
    if (twoStep && !key.twoSteps()) {
      return ProjectRequests.TWO_STEPS;
    }
    boolean get = call.method().equals(HttpMethod.GET);
    Target target = call.target();
    return switch (target.route()) {
      case QUARANTINE -> list(new QueryString(call.query()));
      case ASIDE ->
          quarantine
              .find(id(target))
              .map(ping -> Reply.json(200, SystemObjects.ping(ping)))
              .orElseGet(OwnChecks::notFound);
      case ASIDE_REPLAY -> reply(202, quarantine.replay(id(target), key.actor()));
      case ASIDE_DISCARD -> reply(200, quarantine.discard(id(target), key.actor()));
      case ASIDE_CHECK ->
          quarantine.lookAgain(target.uuid(), key.actor())
              ? Reply.json(200, Map.of())
              : OwnChecks.notFound();
      case RODS -> get ? rods() : set(key, body);
      case ROD -> clear(target, key);
      default -> Reply.json(200, SystemObjects.overview(Overview.read(db)));
    };
  }

  private static long id(Target target) {
    String digits = target.parts().get(0);
    return digits.length() > 18 ? -1 : Long.parseLong(digits); // of a longer one there is no row
  }

  private Reply list(QueryString query) {
    boolean all = query.last("all").map(word -> word.equals("1")).orElse(false);
    return Reply.json(
        200,
        Map.of(
            "quarantine",
            quarantine.pings(!all, Long.MAX_VALUE, MOST).stream().map(SystemObjects::ping).toList(),
            "checks",
            quarantine.checks().stream().map(SystemObjects::check).toList(),
            "flips",
            quarantine.flips(MOST).stream().map(SystemObjects::flip).toList(),
            "unresolved",
            quarantine.unresolved(MOST).stream().map(SystemObjects::unresolved).toList()));
  }

  private static Reply reply(int status, Outcome<AsidePing> outcome) {
    return outcome.either(
        ping -> Reply.json(status, SystemObjects.ping(ping)), ProjectObjects::refusal);
  }

  private Reply rods() {
    return Reply.json(
        200,
        Map.of(
            "rods",
            desk.inForce().stream().map(SystemObjects::rod).toList(),
            "names",
            desk.names()));
  }

  private Reply set(ApiKey key, JsonNode body) {
    Instant now = Instant.now();
    Fields fields = new Fields(body);
    String name = fields.text("name", 100).orElse("");
    String reason = fields.text("reason", RodDesk.LONGEST_REASON).orElse("");
    @Nullable Instant until = fields.expiry("until", now).map(Expiry::at).orElse(null);
    if (fields.problem().isPresent()) {
      return fields.problem().get();
    }
    Reply reply =
        desk.set(name, reason, until, key.actor(), now)
            .either(rod -> Reply.json(200, SystemObjects.rod(rod)), ProjectObjects::refusal);
    rods.changed();
    return reply;
  }

  private Reply clear(Target target, ApiKey key) {
    Reply reply =
        desk.clear(target.parts().get(0), key.actor())
            .either(name -> Reply.json(200, Map.of()), ProjectObjects::refusal);
    rods.changed();
    return reply;
  }
}
