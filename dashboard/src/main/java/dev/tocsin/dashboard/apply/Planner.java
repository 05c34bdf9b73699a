package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.apply.Plan.Action;
import dev.tocsin.dashboard.apply.Plan.Change;
import dev.tocsin.dashboard.apply.Plan.CheckStep;
import dev.tocsin.dashboard.apply.Plan.Item;
import dev.tocsin.dashboard.apply.Plan.Wish;
import dev.tocsin.dashboard.apply.Wanted.Prune;
import dev.tocsin.dashboard.checks.CheckEdit;
import dev.tocsin.dashboard.checks.ScheduleText;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is wanted with what is there: a plan, or everything that speaks against one. Pure:
 * the same question gets the same answer, and nothing is touched.
 */
final class Planner {

  private final Wanted wanted;
  private final Stored stored;
  private final ChannelPlan channels;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<UUID, StoredCheck> byCode;
  private final Map<String, List<StoredCheck>> bySlug;

  Planner(Wanted wanted, Stored stored) {
    this.wanted = wanted;
    this.stored = stored;
    this.channels = new ChannelPlan(wanted, stored, problems);
    this.byCode =
        stored.checks().stream().collect(Collectors.toMap(StoredCheck::code, Function.identity()));
    this.bySlug = stored.checks().stream().collect(Collectors.groupingBy(c -> c.settings().slug()));
  }

  /** What is wrong; ask after {@link #plan}. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The plan; worthless if there are problems. */
  Plan plan() {
    List<Optional<StoredCheck>> found = wanted.checks().stream().map(this::find).toList();
    List<StoredCheck> gone = gone(found);
    boolean prunes = wanted.mode().prune() != Prune.NOTHING;
    Set<Long> pruned =
        prunes ? gone.stream().map(StoredCheck::id).collect(Collectors.toSet()) : Set.of();
    TellingPlan tellings = new TellingPlan(wanted, stored, found, pruned, problems);
    List<CheckStep> steps = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      step(i, found.get(i), tellings).ifPresent(steps::add);
    }
    List<String> left = new ArrayList<>(channels.left());
    if (wanted.mode().prune() == Prune.NOTHING) {
      gone.forEach(check -> left.add("check " + Planner.nameOf(check.settings(), check.code())));
    } else {
      gone.forEach(check -> steps.add(deletion(check)));
      refuseToEmpty("checks", gone.size(), wanted.checks().isEmpty());
      refuseToEmpty("channels", channels.gone("channel"), channels.hasNo("channel"));
      refuseToEmpty("rotas", channels.gone("rota"), channels.hasNo("rota"));
    }
    requireRoom(steps);
    return new Plan(rename(), channels.steps(), steps, left);
  }

  /** What the file kept and does not mention any more. */
  private List<StoredCheck> gone(List<Optional<StoredCheck>> found) {
    Set<Long> mentioned =
        found.stream().flatMap(Optional::stream).map(StoredCheck::id).collect(Collectors.toSet());
    return stored.checks().stream()
        .filter(check -> wanted.mode().label().equals(stored.labels().get(check.id())))
        .filter(check -> !mentioned.contains(check.id()))
        .toList();
  }

  private Optional<Item> rename() {
    return wanted
        .projectName()
        .filter(name -> !name.equals(stored.projectName()))
        .map(
            name ->
                new Item(
                    "project",
                    name,
                    null,
                    Action.CHANGE,
                    Map.of("name", new Change(stored.projectName(), name))));
  }

  private Optional<StoredCheck> find(Wanted.Check check) {
    if (check.code().isPresent()) {
      UUID code = check.code().get();
      if (stored.foreign().contains(code)) {
        problems.add(
            new Problem(check.at() + ".uuid", code + " belongs to a check of another project"));
      }
      return Optional.ofNullable(byCode.get(code));
    }
    List<StoredCheck> found = bySlug.getOrDefault(check.slug(), List.of());
    if (found.size() > 1) {
      problems.add(
          new Problem(
              check.at() + ".slug",
              "the project has %d checks with the slug %s: give all but one another slug"
                  .formatted(found.size(), check.slug())));
    }
    return found.stream().findFirst();
  }

  /** Empty if it is wrong. */
  private Optional<CheckStep> step(int at, Optional<StoredCheck> found, TellingPlan tellings) {
    Wanted.Check check = wanted.checks().get(at);
    Optional<Set<Long>> assigned = channels.resolve(check);
    CheckSettings settings = check.edit().applyTo(base(check.edit(), found));
    if (settings.policy().contradictsItself()) {
      problems.add(new Problem(check.at(), "min_runtime is larger than max_runtime"));
      return Optional.empty();
    }
    Map<String, Change> told = new LinkedHashMap<>();
    Wish wish = tellings.changed(at, found, told);
    return Optional.of(
        found
            .map(was -> change(was, settings, assigned, wish, told))
            .orElseGet(() -> creation(check, settings, assigned.orElse(Set.of()), wish, told)));
  }

  /**
   * What an entry is applied to: the defaults, so that the file is the whole truth, but with what
   * the check keeps unseen for its other kind of schedule.
   */
  private static CheckSettings base(CheckEdit edit, Optional<StoredCheck> found) {
    if (found.isEmpty()) {
      return CheckSettings.DEFAULTS;
    }
    CheckSettings was = found.get().settings();
    boolean simple = edit.applyTo(CheckSettings.DEFAULTS).kind().equals("simple");
    CheckEdit unseen = new CheckEdit();
    if (simple) {
      unseen.schedule(new ScheduleText(was.kind(), was.schedule())).tz(was.tz());
    } else {
      unseen.timeout(was.timeout());
    }
    return unseen.applyTo(CheckSettings.DEFAULTS);
  }

  private CheckStep creation(
      Wanted.Check check,
      CheckSettings settings,
      Set<Long> assigned,
      @Nullable Wish wish,
      Map<String, Change> told) {
    Map<String, Change> changes =
        Members.diff(Members.of(CheckSettings.DEFAULTS), Members.of(settings));
    if (!assigned.isEmpty()) {
      changes.put("channels", new Change(null, channels.names(assigned)));
    }
    changes.putAll(told);
    String name = nameOf(settings, check.code().orElse(null));
    Item item = new Item("check", name, check.code().orElse(null), Action.CREATE, changes);
    return new CheckStep(item, null, settings, assigned, wish, wanted.mode().keeps());
  }

  private CheckStep change(
      StoredCheck was,
      CheckSettings settings,
      Optional<Set<Long>> channelsWanted,
      @Nullable Wish wish,
      Map<String, Change> told) {
    String name = nameOf(settings, was.code());
    if (!wanted.mode().overwrite()) {
      Item item =
          new Item(
              "check", nameOf(was.settings(), was.code()), was.code(), Action.UNCHANGED, Map.of());
      return new CheckStep(item, was, was.settings(), null, null, false);
    }
    Map<String, Change> changes = Members.diff(Members.of(was.settings()), Members.of(settings));
    Set<Long> assigned = stored.assigned().getOrDefault(was.id(), Set.of());
    Set<Long> channelsAfter = channelsWanted.filter(w -> !w.equals(assigned)).orElse(null);
    if (channelsAfter != null) {
      changes.put("channels", new Change(channels.names(assigned), channels.names(channelsAfter)));
    }
    changes.putAll(told);
    String label = stored.labels().getOrDefault(was.id(), "");
    boolean keep = wanted.mode().keeps() && !wanted.mode().label().equals(label);
    if (keep) {
      changes.put("managed_by", new Change(label, wanted.mode().label()));
    }
    Action action = changes.isEmpty() ? Action.UNCHANGED : Action.CHANGE;
    Item item = new Item("check", name, was.code(), action, changes);
    return new CheckStep(item, was, settings, channelsAfter, wish, keep);
  }

  private static CheckStep deletion(StoredCheck was) {
    String name = nameOf(was.settings(), was.code());
    Item item = new Item("check", name, was.code(), Action.DELETE, Map.of());
    return new CheckStep(item, was, was.settings(), null, null, false);
  }

  private static String nameOf(CheckSettings settings, @Nullable UUID code) {
    return settings.slug().isEmpty() ? String.valueOf(code) : settings.slug();
  }

  private void refuseToEmpty(String kind, int gone, boolean none) {
    if (gone > 0 && none && wanted.mode().prune() != Prune.EVERYTHING) {
      problems.add(
          new Problem(
              "prune",
              "the file has no %s: that would delete all %d; say prune_everything if it is meant"
                  .formatted(kind, gone)));
    }
  }

  private void requireRoom(List<CheckStep> steps) {
    long made = steps.stream().filter(s -> s.item().action() == Action.CREATE).count();
    long gone = steps.stream().filter(s -> s.item().action() == Action.DELETE).count();
    long after = stored.checks().size() + made - gone;
    if (made > 0 && after > stored.limit()) {
      problems.add(
          new Problem(
              "checks",
              "the project may have %s, and would have %d"
                  .formatted(Words.count(stored.limit(), "check"), after)));
    }
  }
}
