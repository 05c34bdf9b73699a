package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.Assignments.Channel;
import dev.tocsin.dashboard.checks.BulkSaved.Fate;
import dev.tocsin.dashboard.checks.BulkSaved.Item;
import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.StoredCheck;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What is going to be done to one of many checks: made without writing anything, so that a dry run
 * and a real one cannot differ.
 *
 * @param channels the new assignment, if it changes
 * @param changes for people and the audit log; empty: nothing is to be done
 */
record Planned(
    StoredCheck was,
    CheckSettings settings,
    CheckState state,
    List<Flip> flips,
    Optional<List<Channel>> channels,
    Map<String, Change> changes) {

  /** Pausing and resuming: the state machine says what happens. */
  static Planned moved(StoredCheck was, Optional<Outcome> outcome, AsOf asOf) {
    boolean moves = outcome.isPresent() && !outcome.get().flips().isEmpty();
    if (!moves) {
      return same(was);
    }
    CheckState after = outcome.get().state();
    String seen = asOf.standing(was.state(), was.rules()).word();
    return new Planned(
        was,
        was.settings(),
        after,
        outcome.get().flips(),
        Optional.empty(),
        Map.of("status", new Change(seen, after.status().word())));
  }

  /**
   * New settings and channels. The status never changes by that; {@link CheckBatch} moves what is
   * due.
   */
  static Planned edited(
      StoredCheck was,
      CheckSettings settings,
      Optional<List<Channel>> channels,
      List<UUID> channelsBefore) {
    Map<String, Change> changes = SettingsColumns.diff(was.settings(), settings);
    List<String> before = channelsBefore.stream().map(UUID::toString).toList();
    Optional<List<Channel>> changed =
        channels.filter(wanted -> !Assignments.codes(wanted).equals(before));
    changed.ifPresent(
        wanted -> changes.put("channels", new Change(before, Assignments.codes(wanted))));
    return new Planned(was, settings, was.state(), List.of(), changed, changes);
  }

  /** The same, with changes that others write. */
  Planned and(Map<String, Change> more) {
    Map<String, Change> all = new LinkedHashMap<>(changes);
    all.putAll(more);
    return new Planned(was, settings, state, flips, channels, all);
  }

  /** Nothing is to be done; also for what is going to be deleted. */
  static Planned same(StoredCheck was) {
    return new Planned(
        was, was.settings(), was.state(), List.of(), Optional.empty(), new LinkedHashMap<>());
  }

  boolean writesSettings() {
    return !settings.equals(was.settings());
  }

  boolean writesState() {
    return !state.equals(was.state());
  }

  Item item() {
    Fate fate = changes.isEmpty() ? Fate.UNCHANGED : Fate.CHANGED;
    return new Item(was.code(), was.settings().name(), fate, changes);
  }

  Item deleted() {
    return new Item(was.code(), was.settings().name(), Fate.DELETED, Map.of());
  }
}
