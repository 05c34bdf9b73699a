package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.Assignments.Channel;
import dev.tocsin.dashboard.checks.Assignments.Resolved;
import dev.tocsin.dashboard.checks.BulkCreation.Wanted;
import dev.tocsin.dashboard.checks.BulkSaved.Fate;
import dev.tocsin.dashboard.checks.BulkSaved.Item;
import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The checks of a project as they are going to be, while wanted ones are added one after the other:
 * each sees what those before it did. Nothing is written.
 */
final class Drafts {

  private final List<Channel> known;
  private final List<Draft> all = new ArrayList<>();
  private final List<Draft> made = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private final Map<Integer, String> problems = new TreeMap<>();

  /**
   * Starts with what is there.
   *
   * @param there checks among which {@code unique} may find one, oldest first
   * @param assigned id to channels of these
   * @param known the channels of the project
   */
  Drafts(List<StoredCheck> there, Map<Long, List<UUID>> assigned, List<Channel> known) {
    this.known = known;
    for (StoredCheck check : there) {
      all.add(new Draft(check, assigned.getOrDefault(check.id(), List.of())));
    }
  }

  /** Adds a wanted check, or notes what is wrong with it under its place in the request. */
  void add(int place, Wanted wanted) {
    Resolved channels = Assignments.choose(wanted.channels(), known);
    if (channels.problem().isPresent()) {
      problems.put(place, channels.problem().get());
      return;
    }
    Optional<Draft> found = all.stream().filter(draft -> fits(draft, wanted)).findFirst();
    Draft draft = found.orElseGet(Draft::new);
    Map<String, Change> changes = draft.change(wanted.edit(), channels.codes());
    if (draft.settings.policy().contradictsItself()) {
      problems.put(place, "json validation error: " + CheckActions.CONTRADICTION.problem());
      return;
    }
    if (found.isEmpty()) {
      all.add(draft);
      made.add(draft);
    }
    Fate fate = found.isEmpty() ? Fate.CREATED : changes.isEmpty() ? Fate.UNCHANGED : Fate.CHANGED;
    items.add(new Item(draft.code, draft.settings.name(), fate, changes));
  }

  private static boolean fits(Draft draft, Wanted wanted) {
    Set<MatchBy> unique = wanted.unique();
    return !unique.isEmpty()
        && unique.stream()
            .allMatch(
                by -> by.wanted(wanted.edit()).filter(by.of(draft.settings)::equals).isPresent());
  }

  /** What is wrong, by place in the request. */
  Map<Integer, String> problems() {
    return problems;
  }

  /** What became of each wanted check, in the order of the request. */
  List<Item> items() {
    return items;
  }

  /** Checks that are to be made, in the order of the request. */
  List<Draft> made() {
    return made;
  }

  /** Checks of which somebody says when their jobs run. */
  List<Draft> told() {
    return all.stream().filter(draft -> draft.told).toList();
  }

  /** Ids of checks that are there and were found. */
  List<Long> found() {
    return all.stream()
        .filter(draft -> draft.touched && draft.was.isPresent())
        .map(draft -> draft.was.get().id())
        .toList();
  }

  /** What is to be done to these. */
  List<Planned> plans() {
    return all.stream()
        .filter(draft -> draft.touched)
        .flatMap(draft -> draft.was.map(was -> draft.plan(was)).stream())
        .filter(plan -> !plan.changes().isEmpty())
        .toList();
  }

  /** One check as it is going to be. */
  static final class Draft {
    final UUID code;
    private final Optional<StoredCheck> was;
    private final List<UUID> had;
    private CheckSettings settings;
    private Optional<List<Channel>> channels = Optional.empty();
    private boolean touched;
    private boolean told;

    private Draft() {
      this.code = UUID.randomUUID();
      this.was = Optional.empty();
      this.had = List.of();
      this.settings = CheckSettings.DEFAULTS;
    }

    private Draft(StoredCheck check, List<UUID> had) {
      this.code = check.code();
      this.was = Optional.of(check);
      this.had = had;
      this.settings = check.settings();
    }

    /** The id of a check that is there; empty for one that is to be made. */
    Optional<Long> id() {
      return was.map(StoredCheck::id);
    }

    CheckSettings settings() {
      return settings;
    }

    Optional<List<Channel>> channels() {
      return channels;
    }

    private Map<String, Change> change(CheckEdit edit, Optional<List<Channel>> wanted) {
      CheckSettings before = settings;
      List<String> assigned = assigned();
      settings = edit.applyTo(before);
      channels = wanted.or(() -> channels);
      touched = true;
      told |= edit.tellsSchedule();
      Map<String, Change> changes = SettingsColumns.diff(before, settings);
      if (!assigned.equals(assigned())) {
        changes.put("channels", new Change(assigned, assigned()));
      }
      return changes;
    }

    private List<String> assigned() {
      return channels
          .map(Assignments::codes)
          .orElseGet(() -> had.stream().map(UUID::toString).toList());
    }

    private Planned plan(StoredCheck check) {
      return Planned.edited(check, settings, channels, had);
    }
  }
}
