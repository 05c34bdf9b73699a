package dev.tocsin.dashboard.apply;

import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done so that a project is what a file wants.
 *
 * @param name the project's new name; empty: it stays
 * @param left checks and channels with the file's label that the file does not mention, and that
 *     stay because nobody asked to prune
 */
public record Plan(
    Optional<Item> name, List<ChannelStep> channels, List<CheckStep> checks, List<String> left) {

  public Plan {
    channels = List.copyOf(channels);
    checks = List.copyOf(checks);
    left = List.copyOf(left);
  }

  /** A member before and after; null: there is no such member. */
  public record Change(@Nullable Object from, @Nullable Object to) {}

  /** What happens to a thing. */
  public enum Action {
    CREATE,
    CHANGE,
    DELETE,
    UNCHANGED;

    /** The word on the wire and in the audit log. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A line of the plan, for people: no secret is in it.
   *
   * @param kind {@code project}, {@code channel} or {@code check}
   * @param name what the thing is called, at the end
   * @param code null: it will get one when it is made
   * @param changes member to before and after
   */
  public record Item(
      String kind, String name, @Nullable UUID code, Action action, Map<String, Change> changes) {
    public Item {
      changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes)); // in its order
    }

    Item withCode(UUID made) {
      return new Item(kind, name, made, action, changes);
    }
  }

  /**
   * A channel.
   *
   * @param number its id; negative while it is yet to be made
   * @param kind the type code
   * @param settings to be written; null where nothing is
   * @param keep whether the file's label is to be noted
   */
  public record ChannelStep(
      Item item, long number, String kind, @Nullable String settings, boolean keep) {
    @Override
    public String toString() {
      return item.toString(); // the settings may hold secrets
    }
  }

  /**
   * A check that another depends on.
   *
   * @param id null: it is yet to be made
   * @param name by which people know it: its slug, or its code if it has none
   * @param key by which it is found once it is made: its code, or its slug if it has none yet
   */
  public record Target(@Nullable Long id, String name, String key) {}

  /** What a check shall depend on, and how often people shall be reminded of it. */
  public record Wish(List<Target> dependsOn, Optional<Duration> remindEvery) {
    public Wish {
      dependsOn = List.copyOf(dependsOn);
    }
  }

  /**
   * A check.
   *
   * @param was null: it is yet to be made
   * @param settings to be written, where they differ
   * @param channels the numbers of its channels, where they differ; null: as they are
   * @param wish where it differs; null: as it is
   * @param keep whether the file's label is to be noted
   */
  public record CheckStep(
      Item item,
      @Nullable StoredCheck was,
      CheckSettings settings,
      @Nullable Set<Long> channels,
      @Nullable Wish wish,
      boolean keep) {}

  /** Every line, in the order of the file; deletions at the end. */
  public List<Item> items() {
    List<Item> items = new ArrayList<>(name.stream().toList());
    channels.forEach(step -> items.add(step.item()));
    checks.forEach(step -> items.add(step.item()));
    return items;
  }

  /** How many lines have this action. */
  public long count(Action action) {
    return items().stream().filter(item -> item.action() == action).count();
  }

  /** Whether there is nothing to do. */
  public boolean isDone() {
    return items().stream().allMatch(item -> item.action() == Action.UNCHANGED);
  }

  /** The checks that are there and will be touched. */
  Set<Long> touchedChecks() {
    Set<Long> ids = new TreeSet<>();
    for (CheckStep step : checks) {
      if (step.was() != null && step.item().action() != Action.UNCHANGED) {
        ids.add(step.was().id());
      }
    }
    return ids;
  }

  /** Whether a channel will be made, changed or deleted. */
  boolean touchesChannels() {
    return channels.stream().anyMatch(step -> step.item().action() != Action.UNCHANGED);
  }

  /** The checks that will be there no more. */
  List<Long> deletedChecks() {
    return checks.stream()
        .filter(step -> step.item().action() == Action.DELETE)
        .flatMap(step -> Optional.ofNullable(step.was()).stream())
        .map(StoredCheck::id)
        .toList();
  }
}
