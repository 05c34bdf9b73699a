package dev.tocsin.dashboard.system;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.ControlRods.Rod;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sets and clears control rods. Blocking: call it on a worker thread. */
public final class RodDesk {

  /** In characters. */
  public static final int LONGEST_REASON = 500;

  private static final Duration LONGEST = Duration.ofDays(366);

  private final Db db;
  private final List<String> kinds;

  /**
   * @param kinds codes of all kinds of channels
   */
  public RodDesk(Db db, List<String> kinds) {
    this.db = db;
    this.kinds = List.copyOf(kinds);
  }

  /** Names of all that may be set. */
  public List<String> names() {
    List<String> names = new ArrayList<>(ControlRods.NAMES);
    kinds.forEach(kind -> names.add(ControlRods.SENDING_BY + kind));
    return names;
  }

  /** Those that hold. */
  public List<Rod> inForce() {
    return db.transaction("reading the control rods", ControlRods::inForce);
  }

  /**
   * Sets one, or sets it anew.
   *
   * @param until it ends by itself then; null: not before somebody clears it
   */
  public Outcome<Rod> set(
      String name, String reason, @Nullable Instant until, String actor, Instant now) {
    String why = reason.strip();
    if (!names().contains(name)) {
      return Outcome.refused(
          Reason.INVALID,
          "there is no control rod %s: it must be one of %s"
              .formatted(AsidePing.visible(name), String.join(", ", names())));
    }
    if (why.isEmpty() || why.codePointCount(0, why.length()) > LONGEST_REASON) {
      return Outcome.refused(
          Reason.INVALID,
          "a reason is needed, of up to %d characters: others have to know why"
              .formatted(LONGEST_REASON));
    }
    if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(LONGEST)))) {
      return Outcome.refused(
          Reason.INVALID, "the end must be in the future, and within a year from now");
    }
    return Outcome.done(
        db.transaction(
            "setting control rod " + name,
            tx -> {
              ControlRods.set(tx, name, why, actor, until);
              Map<String, @Nullable Object> detail = new HashMap<>();
              detail.put("rod", name);
              detail.put("reason", why);
              detail.put("until", until == null ? null : until.toString());
              Audit.note(tx, null, actor, "rod.set", detail);
              return ControlRods.inForce(tx).stream()
                  .filter(rod -> rod.name().equals(name))
                  .findFirst()
                  .orElseThrow();
            }));
  }

  /** Clears one: what waited for it goes on at once. */
  public Outcome<String> clear(String name, String actor) {
    boolean cleared =
        db.transaction(
            "clearing control rod " + name,
            tx -> {
              boolean was = ControlRods.clear(tx, name);
              if (was) {
                Audit.note(tx, null, actor, "rod.clear", Map.of("rod", name));
              }
              return was;
            });
    return cleared
        ? Outcome.done(name)
        : Outcome.refused(
            Reason.MISSING, "the control rod %s is not set".formatted(AsidePing.visible(name)));
  }
}
