package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.people.Scope;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.RodReader;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Lets calls in that have a key: as far as the key goes, and unless operators have closed it. */
final class Admission {

  private final ApiKeys keys;
  private final RodReader rods;
  private final Consumer<ApiKey> noteUse;

  /**
   * @param noteUse called for a key whose use is to be noted; returns at once
   */
  Admission(ApiKeys keys, RodReader rods, Consumer<ApiKey> noteUse) {
    this.keys = keys;
    this.rods = rods;
    this.noteUse = noteUse;
  }

  /**
   * Answers a call, or says why it may not be made.
   *
   * @param body an object; a key may be in it
   */
  Reply answer(Call call, JsonNode body, Function<ApiKey, Reply> answer) {
    String inBody = body.path("api_key").textValue();
    String presented = call.keyHeader() != null ? call.keyHeader() : inBody;
    if (presented == null || presented.codePointCount(0, presented.length()) != ApiKeys.LENGTH) {
      return Reply.error(401, "missing api key");
    }
    Optional<ApiKey> key =
        keys.find(presented).filter(k -> call.access() == Access.ANY_KEY || !k.readOnly());
    if (key.isEmpty()) {
      return Reply.error(401, "wrong api key");
    }
    if (keys.dueForNote(key.get())) {
      noteUse.accept(key.get());
    }
    return confined(call.target().route(), key.get())
        .or(() -> switchedOff(call))
        .orElseGet(() -> answer.apply(key.get()));
  }

  /** What a key is not for. */
  private static Optional<Reply> confined(Route route, ApiKey key) {
    Set<Scope> needed = route.scopes();
    if (key.account() != null && !needed.equals(Set.of(Scope.PROJECT))) {
      return Optional.of(
          Reply.error(
              403,
              "a key of an account opens projects/ only: make a key of a project at"
                  + " projects/<uuid>/keys/"));
    }
    return needed.stream()
        .sorted()
        .filter(scope -> !key.rights().scopes().contains(scope))
        .findFirst()
        .map(scope -> Reply.error(403, "this key lacks the scope " + scope.word()));
  }

  /** Operators have switched it off for a while. */
  private Optional<Reply> switchedOff(Call call) {
    Route route = call.target().route();
    if (route.changes(call.method())) {
      return refusal(ControlRods.READ_ONLY, "this installation is read-only for now");
    }
    return route.isExpensive()
        ? refusal(ControlRods.EXPENSIVE, "switched off for now, since it asks much of the database")
        : Optional.empty();
  }

  private Optional<Reply> refusal(String name, String words) {
    return rods.now().stream()
        .filter(rod -> rod.name().equals(name))
        .findFirst()
        .map(
            rod ->
                Reply.error(
                    503,
                    "%s%s: %s"
                        .formatted(
                            words,
                            rod.until() == null ? "" : " (until " + rod.until() + ")",
                            rod.reason())));
  }
}
