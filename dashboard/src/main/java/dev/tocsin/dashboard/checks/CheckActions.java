package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.Assignments.Resolved;
import dev.tocsin.dashboard.checks.SettingsColumns.Change;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.CheckRules;
import dev.tocsin.domain.check.CheckState;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import dev.tocsin.store.StateWrites;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * What people do to checks. Each method is one transaction: it locks (the project's row where a
 * check may be made, then the check's state), takes the database's time, asks the state machine,
 * writes settings, state, flips and an audit row, and tells the live pages.
 *
 * <p>Blocking: call it on a worker thread. {@code actor} is who does it, for the audit log: an
 * e-mail address, {@code api:<hint>} or {@code cli}.
 */
public final class CheckActions {

  static final Saved.Contradiction CONTRADICTION =
      new Saved.Contradiction("min_runtime is larger than max_runtime");

  private final Db db;

  public CheckActions(Db db) {
    this.db = db;
  }

  /** Makes a check: {@link Saved.Created}, {@link Saved.LimitReached} or a channel problem. */
  public Saved create(long projectId, String actor, CheckEdit edit, ChannelChoice channels) {
    return createOrUpdate(projectId, actor, edit, channels, Set.of());
  }

  /**
   * Updates the oldest check of the project that has all the values which {@code edit} gives for
   * the settings in {@code unique}; makes one if there is none. Two such calls at once make one
   * check. Without {@code unique}, or where the edit lacks a value for one of them, it always makes
   * one.
   */
  public Saved createOrUpdate(
      long projectId, String actor, CheckEdit edit, ChannelChoice channels, Set<MatchBy> unique) {
    return Retries.transaction(
        db,
        "saving a check of project " + projectId,
        tx -> {
          Resolved assigned = Assignments.resolve(tx, projectId, channels);
          if (assigned.problem().isPresent()) {
            return new Saved.UnknownChannel(assigned.problem().get());
          }
          int limit = CheckRows.lockProject(tx, projectId);
          Optional<StoredCheck> known = CheckRows.lockMatching(tx, projectId, edit, unique);
          if (known.isPresent()) {
            return edit(tx, actor, known.get(), edit, assigned);
          }
          return CheckRows.count(tx, projectId) < limit
              ? insert(tx, projectId, actor, edit, assigned)
              : new Saved.LimitReached(limit);
        });
  }

  /** Changes a check: {@link Saved.Updated}, {@link Saved.NotFound} or a channel problem. */
  public Saved update(
      long projectId, UUID code, String actor, CheckEdit edit, ChannelChoice channels) {
    return update(projectId, code, actor, edit, channels, Guard.NONE);
  }

  /** The same, if the check still is as {@code guard} says: else {@link Saved.ChangedMeanwhile}. */
  public Saved update(
      long projectId,
      UUID code,
      String actor,
      CheckEdit edit,
      ChannelChoice channels,
      Guard guard) {
    return db.transaction(
        "updating check " + code,
        tx -> {
          Resolved assigned = Assignments.resolve(tx, projectId, channels);
          if (assigned.problem().isPresent()) {
            return new Saved.UnknownChannel(assigned.problem().get());
          }
          if (edit.telling().dependsOn.isPresent()) {
            CheckRows.lockProject(tx, projectId);
          }
          return guarded(tx, projectId, code, guard, was -> edit(tx, actor, was, edit, assigned));
        });
  }

  /** Locks a check, and changes it if it is there and still as the guard says. */
  private static Saved guarded(
      Tx tx, long projectId, UUID code, Guard guard, Function<StoredCheck, Saved> change) {
    Optional<StoredCheck> was = CheckRows.lock(tx, projectId, code);
    if (was.isEmpty()) {
      return new Saved.NotFound();
    }
    return guard.accepts(() -> CheckRows.view(tx, was.get().id()).tag())
        ? change.apply(was.get())
        : new Saved.ChangedMeanwhile();
  }

  /** Replaces the channels of a check, as {@link #update} does. */
  public Saved assign(long projectId, UUID code, String actor, ChannelChoice channels) {
    return update(projectId, code, actor, new CheckEdit(), channels);
  }

  /** Pauses a check; one that is paused already stays just as it is. Empty: no such check. */
  public Optional<CheckView> pause(long projectId, UUID code, String actor) {
    return pause(projectId, code, actor, Guard.NONE) instanceof Saved.Updated paused
        ? Optional.of(paused.check())
        : Optional.empty();
  }

  /** The same, if the check still is as {@code guard} says: else {@link Saved.ChangedMeanwhile}. */
  public Saved pause(long projectId, UUID code, String actor, Guard guard) {
    return db.transaction(
        "pausing check " + code,
        tx -> guarded(tx, projectId, code, guard, was -> pause(tx, actor, was)));
  }

  private static Saved pause(Tx tx, String actor, StoredCheck was) {
    Instant now = CheckRows.now(tx);
    Outcome outcome = CheckMachine.onPause(was.state(), now);
    if (!outcome.flips().isEmpty()) {
      move(tx, was, outcome, now);
      Audit.note(tx, actor, "check.pause", was, Map.of());
    }
    return new Saved.Updated(CheckRows.view(tx, was.id()));
  }

  /** Resumes a paused check. */
  public Resumed resume(long projectId, UUID code, String actor) {
    return resume(projectId, code, actor, Guard.NONE);
  }

  /** The same, if the check still is as {@code guard} says. */
  public Resumed resume(long projectId, UUID code, String actor, Guard guard) {
    return db.transaction(
        "resuming check " + code,
        tx -> {
          Optional<StoredCheck> was = CheckRows.lock(tx, projectId, code);
          if (was.isEmpty()) {
            return new Resumed.NotFound();
          }
          return guard.accepts(() -> CheckRows.view(tx, was.get().id()).tag())
              ? resume(tx, actor, was.get())
              : new Resumed.ChangedMeanwhile();
        });
  }

  private static Resumed resume(Tx tx, String actor, StoredCheck was) {
    Instant now = CheckRows.now(tx);
    Optional<Outcome> outcome = CheckMachine.onResume(was.state(), now);
    if (outcome.isEmpty()) {
      return new Resumed.NotPaused();
    }
    move(tx, was, outcome.get(), now);
    Audit.note(tx, actor, "check.resume", was, Map.of());
    return new Resumed.Done(CheckRows.view(tx, was.id()));
  }

  /** Deletes a check with all it has; returns what it was, without channels. Empty: no such. */
  public Optional<CheckView> delete(long projectId, UUID code, String actor) {
    return delete(projectId, code, actor, Guard.NONE) instanceof Saved.Deleted deleted
        ? Optional.of(deleted.was())
        : Optional.empty();
  }

  /** The same, if the check still is as {@code guard} says: else {@link Saved.ChangedMeanwhile}. */
  public Saved delete(long projectId, UUID code, String actor, Guard guard) {
    return db.transaction(
        "deleting check " + code,
        tx -> guarded(tx, projectId, code, guard, was -> delete(tx, actor, was)));
  }

  private static Saved delete(Tx tx, String actor, StoredCheck was) {
    CheckView view = new CheckView(was, List.of(), Telling.USUAL, Heard.asOf(tx));
    CheckRows.delete(tx, was.id());
    Audit.note(tx, actor, "check.delete", was, Map.of());
    CheckRows.tellPages(tx, was.projectId());
    return new Saved.Deleted(view);
  }

  private static Saved insert(
      Tx tx, long projectId, String actor, CheckEdit edit, Resolved assigned) {
    CheckSettings settings = edit.applyTo(CheckSettings.DEFAULTS);
    if (settings.policy().contradictsItself()) {
      return CONTRADICTION;
    }
    Tellings.Resolved resolved = Tellings.resolve(tx, projectId, Optional.empty(), edit.telling());
    if (resolved.problem().isPresent()) {
      return new Saved.Contradiction(resolved.problem().get());
    }
    long id = CheckRows.insert(tx, projectId, settings);
    if (edit.tellsSchedule()) {
      CheckRows.tellSchedule(tx, List.of(id));
    }
    assigned.codes().ifPresent(channels -> Assignments.replace(tx, id, channels));
    Map<String, Change> changes = SettingsColumns.diff(CheckSettings.DEFAULTS, settings);
    changes.putAll(Tellings.change(tx, projectId, id, edit.telling(), resolved));
    CheckView made = CheckRows.view(tx, id);
    Audit.note(tx, actor, "check.create", made.check(), changes);
    CheckRows.tellPages(tx, projectId);
    return new Saved.Created(made);
  }

  private static Saved edit(
      Tx tx, String actor, StoredCheck was, CheckEdit edit, Resolved assigned) {
    CheckSettings settings = edit.applyTo(was.settings());
    if (settings.policy().contradictsItself()) {
      return CONTRADICTION;
    }
    Tellings.Resolved resolved =
        Tellings.resolve(tx, was.projectId(), Optional.of(was.id()), edit.telling());
    if (resolved.problem().isPresent()) {
      return new Saved.Contradiction(resolved.problem().get());
    }
    Map<String, Change> changes = SettingsColumns.diff(was.settings(), settings);
    if (!changes.isEmpty()) {
      CheckRows.update(tx, was.id(), settings);
      moveDeadline(tx, was, settings.rules());
    }
    if (edit.tellsSchedule()) {
      CheckRows.tellSchedule(tx, List.of(was.id()));
    }
    assigned
        .codes()
        .flatMap(channels -> Assignments.change(tx, was.id(), channels))
        .ifPresent(change -> changes.put("channels", change));
    changes.putAll(Tellings.change(tx, was.projectId(), was.id(), edit.telling(), resolved));
    if (!changes.isEmpty()) {
      Audit.note(tx, actor, "check.update", was, changes);
      CheckRows.tellPages(tx, was.projectId());
    }
    return new Saved.Updated(CheckRows.view(tx, was.id()));
  }

  /** The status never changes by an edit; what is due, and when the alerter looks, may. */
  private static void moveDeadline(Tx tx, StoredCheck was, CheckRules rules) {
    if (!CheckBatch.movesDeadline(was.rules(), rules)) {
      return;
    }
    Instant now = CheckRows.now(tx);
    write(tx, was, CheckMachine.onEdit(was.state(), rules, now), rules, now);
  }

  private static void move(Tx tx, StoredCheck was, Outcome outcome, Instant now) {
    write(tx, was, outcome.state(), was.rules(), now);
    outcome.flips().forEach(flip -> StateWrites.flip(tx, was.id(), flip, false));
    CheckRows.tellPages(tx, was.projectId());
    CheckRows.tellFanOut(tx);
  }

  private static void write(
      Tx tx, StoredCheck was, CheckState state, CheckRules rules, Instant now) {
    Optional<Instant> wakeAt =
        CheckMachine.wakeAt(
            Optional.ofNullable(was.wakeAt()),
            CheckMachine.deadline(state, rules),
            now,
            rules.grace());
    StateWrites.state(tx, was.id(), state, rules, wakeAt.orElse(null));
  }
}
