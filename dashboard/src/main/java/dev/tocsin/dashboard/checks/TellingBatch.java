package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.dashboard.incidents.Incidents;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What many checks depend on, and how often people are reminded of them: a number of statements
 * that does not grow with them. The caller holds the lock of the project's row, since two changes
 * at once could close a circle that neither of them sees.
 */
public final class TellingBatch {

  private TellingBatch() {}

  /**
   * What is to be written to a check.
   *
   * @param dependsOn ids
   */
  public record Wish(List<Long> dependsOn, Optional<Duration> remindEvery) {
    public Wish {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /** Of these checks, those for which somebody said something. */
  public static Map<Long, Telling> read(Tx tx, Collection<Long> checks) {
    return Tellings.of(tx, checks);
  }

  /** Replaces what was said of these checks. */
  public static void write(Tx tx, long project, Map<Long, Wish> wishes) {
    if (wishes.isEmpty()) {
      return;
    }
    List<Long> checks = new ArrayList<>();
    List<Long> on = new ArrayList<>();
    List<@Nullable Long> seconds = new ArrayList<>();
    wishes.forEach(
        (check, wish) -> {
          seconds.add(wish.remindEvery().map(Duration::toSeconds).orElse(null));
          for (long other : wish.dependsOn()) {
            checks.add(check);
            on.add(other);
          }
        });
    tx.update(
        "clearing what %d checks depend on".formatted(wishes.size()),
        "DELETE FROM check_depends WHERE check_id = ANY(?)",
        wishes.keySet());
    tx.update(
        "noting what %d checks depend on".formatted(wishes.size()),
        """
        INSERT INTO check_depends (check_id, on_check_id)
        SELECT * FROM unnest(?::bigint[], ?::bigint[]) ON CONFLICT DO NOTHING
        """,
        checks,
        on);
    tx.update(
        "writing how often to remind of %d checks".formatted(wishes.size()),
        """
        UPDATE checks c SET remind_every = make_interval(secs => r.seconds)
          FROM unnest(?::bigint[], ?::bigint[]) AS r(id, seconds) WHERE c.id = r.id
        """,
        List.copyOf(wishes.keySet()),
        seconds);
    Incidents.lookAgain(tx, project);
  }

  /** What one edit means for many checks. */
  record Planned(
      Map<Long, Wish> wishes, Map<Long, Map<String, Change>> changes, Optional<String> problem) {

    static final Planned NOTHING = new Planned(Map.of(), Map.of(), Optional.empty());

    static Planned problem(String text) {
      return new Planned(Map.of(), Map.of(), Optional.of(text));
    }
  }

  /** The checks of {@code meant} that an edit changes, and how. */
  static Planned plan(Tx tx, long project, TellingEdit edit, List<StoredCheck> meant) {
    if (edit.isNothing() || meant.isEmpty()) {
      return Planned.NOTHING;
    }
    Tellings.Resolved named = Tellings.resolve(tx, project, Optional.empty(), edit);
    if (named.problem().isPresent()) {
      return Planned.problem(named.problem().get());
    }
    List<Long> ids = meant.stream().map(StoredCheck::id).toList();
    Optional<UUID> circle = Tellings.reached(tx, named.checks().keySet(), ids);
    if (circle.isPresent()) {
      return Planned.problem("depends_on closes a circle in check " + circle.get());
    }
    Map<Long, Telling> before = read(tx, ids);
    Map<Long, Wish> wishes = new LinkedHashMap<>();
    Map<Long, Map<String, Change>> changes = new LinkedHashMap<>();
    Map<UUID, Long> known = known(tx, before.values());
    for (long id : ids) {
      Telling was = before.getOrDefault(id, Telling.USUAL);
      List<UUID> codes =
          edit.names().isPresent() ? List.copyOf(named.checks().values()) : was.dependsOn();
      Telling is = new Telling(codes, edit.remindEveryAfter(was.remindEvery()));
      Map<String, Change> changed = Tellings.diff(was, is);
      if (!changed.isEmpty()) {
        changes.put(id, changed);
        List<Long> on =
            edit.names().isPresent()
                ? List.copyOf(named.checks().keySet())
                : was.dependsOn().stream().flatMap(code -> of(known, code)).toList();
        wishes.put(id, new Wish(on, is.remindEvery()));
      }
    }
    return new Planned(wishes, changes, Optional.empty());
  }

  private static Stream<Long> of(Map<UUID, Long> known, UUID code) {
    return Optional.ofNullable(known.get(code)).stream();
  }

  private static Map<UUID, Long> known(Tx tx, Collection<Telling> tellings) {
    List<UUID> codes = tellings.stream().flatMap(one -> one.dependsOn().stream()).toList();
    Map<UUID, Long> known = new LinkedHashMap<>();
    if (!codes.isEmpty()) {
      tx.query(
              "finding what checks depend on",
              "SELECT id, code FROM checks WHERE code = ANY(?)",
              row -> Map.entry(row.uuid("code"), row.number("id")),
              codes)
          .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    }
    return known;
  }
}
