package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.apply.Plan.Change;
import dev.tocsin.dashboard.apply.Plan.Target;
import dev.tocsin.dashboard.apply.Plan.Wish;
import dev.tocsin.dashboard.checks.Telling;
import dev.tocsin.store.StoredCheck;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which checks the checks of a file depend on. They are named by slug or code, and may be in the
 * file themselves, further down, or yet to be made. Pure, as {@link Planner}.
 */
final class TellingPlan {

  private final Wanted wanted;
  private final Stored stored;
  private final List<Problem> problems;
  private final List<Target> entries = new ArrayList<>();
  private final Map<String, Set<Target>> named = new HashMap<>();
  private final List<Wish> wishes = new ArrayList<>();

  /**
   * @param found of each entry of the file the check that is there
   * @param gone ids of checks that will be there no more
   */
  TellingPlan(
      Wanted wanted,
      Stored stored,
      List<Optional<StoredCheck>> found,
      Set<Long> gone,
      List<Problem> problems) {
    this.wanted = wanted;
    this.stored = stored;
    this.problems = problems;
    Set<Long> mentioned = new HashSet<>();
    for (int i = 0; i < found.size(); i++) {
      Wanted.Check check = wanted.checks().get(i);
      found.get(i).ifPresent(was -> mentioned.add(was.id()));
      entries.add(entry(check, found.get(i)));
    }
    stored.checks().stream()
        .filter(check -> !mentioned.contains(check.id()) && !gone.contains(check.id()))
        .forEach(check -> target(check.id(), check.code(), check.settings().slug()));
    for (int i = 0; i < found.size(); i++) {
      boolean stays = found.get(i).isPresent() && !wanted.mode().overwrite();
      wishes.add(stays ? new Wish(List.of(), Optional.empty()) : wish(wanted.checks().get(i)));
    }
    refuseCircles();
  }

  private Target entry(Wanted.Check check, Optional<StoredCheck> found) {
    boolean stays = found.isPresent() && !wanted.mode().overwrite();
    String slug = stays ? found.get().settings().slug() : check.slug();
    return target(
        found.map(StoredCheck::id).orElse(null),
        found.map(StoredCheck::code).or(check::code).orElse(null),
        slug);
  }

  private Target target(@Nullable Long id, @Nullable UUID code, String slug) {
    String key = code == null ? slug : code.toString();
    Target target = new Target(id, slug.isEmpty() ? key : slug, key);
    for (String name : new String[] {key, slug}) {
      if (!name.isEmpty()) {
        named.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(target);
      }
    }
    return target;
  }

  private Wish wish(Wanted.Check check) {
    List<String> names = check.edit().telling().names().orElse(List.of());
    Set<Target> on = new LinkedHashSet<>();
    if (names.size() > Telling.MOST) {
      refuse(check, "has more than %d items".formatted(Telling.MOST));
    }
    for (String name : names) {
      Set<Target> matches = named.getOrDefault(name, Set.of());
      if (matches.size() != 1) {
        refuse(
            check,
            "names %s check: %s".formatted(matches.isEmpty() ? "no" : "more than one", name));
      }
      on.addAll(matches);
    }
    Optional<Duration> every = check.edit().telling().remindEveryAfter(Optional.empty());
    return new Wish(List.copyOf(on), every);
  }

  private void refuse(Wanted.Check check, String what) {
    problems.add(new Problem(check.at() + ".depends_on", "depends_on " + what));
  }

  /** The wish of an entry where it differs from what is there; null: there is nothing to do. */
  @Nullable Wish changed(int entry, Optional<StoredCheck> found, Map<String, Change> changes) {
    Wish wish = wishes.get(entry);
    Telling was =
        found
            .map(check -> stored.tellings().getOrDefault(check.id(), Telling.USUAL))
            .orElse(Telling.USUAL);
    List<String> before = names(was);
    List<String> after = wish.dependsOn().stream().map(Target::name).sorted().toList();
    boolean same = before.equals(after) && was.remindEvery().equals(wish.remindEvery());
    if (same) {
      return null;
    }
    if (!before.equals(after)) {
      changes.put("depends_on", new Change(before, after));
    }
    if (!was.remindEvery().equals(wish.remindEvery())) {
      changes.put(
          "remind_every", new Change(seconds(was.remindEvery()), seconds(wish.remindEvery())));
    }
    return wish;
  }

  private List<String> names(Telling telling) {
    return telling.dependsOn().stream()
        .map(
            code ->
                named.getOrDefault(code.toString(), Set.of()).stream()
                    .map(Target::name)
                    .findFirst()
                    .orElse(code.toString()))
        .sorted()
        .toList();
  }

  private static @Nullable Long seconds(Optional<Duration> every) {
    return every.map(Duration::toSeconds).orElse(null);
  }

  /**
   * Whoever depends on nobody is put aside, then whoever depended on them only; what is left is not
   * good.
   */
  private void refuseCircles() {
    Map<Target, Set<Target>> on = edges();
    Map<Target, List<Target>> dependents = new HashMap<>();
    Map<Target, Integer> left = new HashMap<>();
    on.forEach(
        (from, those) -> {
          left.put(from, those.size());
          those.forEach(to -> dependents.computeIfAbsent(to, t -> new ArrayList<>()).add(from));
        });
    Deque<Target> free = new ArrayDeque<>();
    dependents.keySet().stream().filter(to -> !left.containsKey(to)).forEach(free::add);
    while (!free.isEmpty()) {
      for (Target from : dependents.getOrDefault(free.remove(), List.of())) {
        if (left.merge(from, -1, Integer::sum) == 0) {
          left.remove(from);
          free.add(from);
        }
      }
    }
    for (int i = 0; i < entries.size() && !left.isEmpty(); i++) {
      if (left.containsKey(entries.get(i)) && reachesItself(entries.get(i), on)) {
        refuse(wanted.checks().get(i), "closes a circle");
        return; // the others of this circle would say the same
      }
    }
  }

  private Map<Target, Set<Target>> edges() {
    Map<Target, Set<Target>> on = new LinkedHashMap<>();
    Set<Target> ofFile = wanted.mode().overwrite() ? new HashSet<>(entries) : Set.of();
    Map<Long, Target> byId = new HashMap<>();
    named
        .values()
        .forEach(all -> all.stream().filter(t -> t.id() != null).forEach(t -> byId.put(t.id(), t)));
    stored
        .tellings()
        .forEach(
            (id, telling) -> {
              Target from = byId.get(id);
              if (from != null && !ofFile.contains(from)) {
                put(
                    on,
                    from,
                    telling.dependsOn().stream()
                        .flatMap(code -> named.getOrDefault(code.toString(), Set.of()).stream())
                        .toList());
              }
            });
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).id() == null || wanted.mode().overwrite()) {
        put(on, entries.get(i), wishes.get(i).dependsOn());
      }
    }
    return on;
  }

  private static void put(Map<Target, Set<Target>> on, Target from, List<Target> to) {
    if (!to.isEmpty()) {
      on.put(from, new LinkedHashSet<>(to));
    }
  }

  private static boolean reachesItself(Target start, Map<Target, Set<Target>> on) {
    Set<Target> seen = new HashSet<>();
    Deque<Target> next = new ArrayDeque<>(on.getOrDefault(start, Set.of()));
    while (!next.isEmpty()) {
      Target one = next.remove();
      if (one.equals(start)) {
        return true;
      }
      if (seen.add(one)) {
        next.addAll(on.getOrDefault(one, Set.of()));
      }
    }
    return false;
  }
}
