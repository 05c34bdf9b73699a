package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.checks.Assignments.Channel;
import dev.tocsin.dashboard.checks.Assignments.Resolved;
import dev.tocsin.dashboard.checks.BulkAction.Assign;
import dev.tocsin.dashboard.checks.BulkAction.Delete;
import dev.tocsin.dashboard.checks.BulkAction.Pause;
import dev.tocsin.dashboard.checks.BulkAction.Resume;
import dev.tocsin.dashboard.checks.BulkAction.Tag;
import dev.tocsin.dashboard.checks.BulkAction.Update;
import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.store.CheckSettings;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * What people do to many checks at once: all of it or nothing, in one transaction and in a number
 * of statements that does not grow with the number of checks.
 *
 * <p>First a plan is made ({@link Planned}), then it is written. A dry run stops in between and
 * locks nothing. A real one finds the checks, locks them in id order as everybody does, and asks
 * the filter again: what changed while it waited may not be meant any more.
 */
public final class BulkActions {

  /** More at once would keep the listeners waiting for their locks for too long. */
  public static final int MOST = 10_000;

  /** As long as the tags of a single check may be. */
  private static final int LONGEST_TAGS = 500;

  private static final String UPDATE = "check.update";

  private final Db db;

  public BulkActions(Db db) {
    this.db = db;
  }

  /**
   * Who does what to which checks.
   *
   * @param expected how many checks the caller thinks are meant; to delete he must say it
   * @param dryRun only say what would be done
   */
  public record Order(
      long projectId,
      String actor,
      BulkAction action,
      BulkFilter filter,
      OptionalInt expected,
      boolean dryRun) {

    boolean unexpected(int meant) {
      return expected.isPresent()
          ? expected.getAsInt() != meant
          : action instanceof Delete && !dryRun;
    }
  }

  /** Does something to every check of a project that passes a filter. */
  public BulkSaved change(Order order) {
    List<Long> deleted = new ArrayList<>();
    BulkSaved saved =
        Retries.transaction(
            db,
            "changing checks of project " + order.projectId(),
            tx -> {
              deleted.clear();
              return change(tx, order, deleted);
            });
    CheckBatch.sweepPings(db, deleted);
    return saved;
  }

  private static BulkSaved change(Tx tx, Order order, List<Long> deleted) {
    Resolved assigned = Assignments.resolve(tx, order.projectId(), channels(order.action()));
    if (assigned.problem().isPresent()) {
      return new BulkSaved.Refused(Map.of(0, assigned.problem().get()));
    }
    Optional<String> stranger =
        order.action() instanceof Assign assign
            ? Additions.problem(tx, order.projectId(), assign)
            : Optional.empty();
    if (stranger.isPresent()) {
      return new BulkSaved.Refused(Map.of(0, stranger.get()));
    }
    TellingEdit told = told(order.action());
    if (!told.isNothing() && !order.dryRun()) {
      CheckRows.lockProject(tx, order.projectId());
    }
    List<StoredCheck> meant = meant(tx, order);
    if (meant.size() > MOST) {
      return new BulkSaved.TooMany(meant.size(), MOST);
    }
    if (order.unexpected(meant.size())) {
      return new BulkSaved.Unexpected(meant.size());
    }
    TellingBatch.Planned tellings = TellingBatch.plan(tx, order.projectId(), told, meant);
    if (tellings.problem().isPresent()) {
      String problem = "json validation error: " + tellings.problem().get();
      return new BulkSaved.Refused(Map.of(0, problem));
    }
    List<Planned> plans =
        plans(tx, order.projectId(), order.action(), meant, assigned.codes()).stream()
            .map(p -> p.and(tellings.changes().getOrDefault(p.was().id(), Map.of())))
            .toList();
    Optional<String> wrong = wrong(plans);
    if (wrong.isPresent()) {
      return new BulkSaved.Refused(Map.of(0, wrong.get()));
    }
    boolean deletes = order.action() instanceof Delete;
    if (!order.dryRun()) {
      TellingBatch.write(tx, order.projectId(), tellings.wishes());
      write(tx, order, plans);
      if (order.action() instanceof Update update && update.edit().tellsSchedule()) {
        CheckRows.tellSchedule(tx, meant.stream().map(StoredCheck::id).toList());
      }
      plans.stream().filter(p -> deletes).forEach(p -> deleted.add(p.was().id()));
    }
    return new BulkSaved.Done(
        plans.stream().map(p -> deletes ? p.deleted() : p.item()).toList(), unknown(tx, order));
  }

  /** Why these cannot be written as they are planned, if so. */
  private static Optional<String> wrong(List<Planned> plans) {
    for (Planned plan : plans) {
      if (plan.settings().policy().contradictsItself()) {
        return Optional.of(
            "json validation error: %s in check %s"
                .formatted(CheckActions.CONTRADICTION.problem(), plan.was().code()));
      }
      if (plan.writesSettings() && plan.settings().tags().length() > LONGEST_TAGS) {
        return Optional.of(
            "tags of check %s would be longer than %d characters"
                .formatted(plan.was().code(), LONGEST_TAGS));
      }
    }
    return Optional.empty();
  }

  private static TellingEdit told(BulkAction action) {
    return action instanceof Update update ? update.edit().telling() : new TellingEdit();
  }

  private static ChannelChoice channels(BulkAction action) {
    return action instanceof Update update ? update.channels() : ChannelChoice.KEEP;
  }

  private static List<StoredCheck> meant(Tx tx, Order order) {
    AsOf asOf = Heard.asOf(tx);
    List<StoredCheck> found =
        CheckQueries.all(tx, order.projectId()).stream()
            .filter(check -> order.filter().accepts(check, asOf))
            .toList();
    if (order.dryRun() || found.size() > MOST) {
      return found;
    }
    List<Long> ids = found.stream().map(StoredCheck::id).toList();
    return StoredCheck.lock(tx, ids).stream()
        .filter(check -> order.filter().accepts(check, asOf))
        .toList();
  }

  private static List<Planned> plans(
      Tx tx,
      long projectId,
      BulkAction action,
      List<StoredCheck> meant,
      Optional<List<Channel>> channels) {
    Instant now = CheckRows.now(tx);
    if (action instanceof Delete) {
      return meant.stream().map(Planned::same).toList();
    }
    if (action instanceof Tag tag) {
      return Additions.tagged(meant, tag);
    }
    if (action instanceof Assign assign) {
      return Additions.assigned(tx, projectId, meant, assign);
    }
    if (action instanceof Update update) {
      List<Long> ids = meant.stream().map(StoredCheck::id).toList();
      Map<Long, List<UUID>> assigned = Assignments.of(tx, ids);
      return meant.stream()
          .map(
              was -> {
                CheckSettings settings = update.edit().applyTo(was.settings());
                List<UUID> before = assigned.getOrDefault(was.id(), List.of());
                return Planned.edited(was, settings, channels, before);
              })
          .toList();
    }
    AsOf asOf = Heard.asOf(tx);
    return meant.stream()
        .map(
            was ->
                Planned.moved(
                    was,
                    action instanceof Pause
                        ? Optional.of(CheckMachine.onPause(was.state(), now))
                        : CheckMachine.onResume(was.state(), now),
                    asOf))
        .toList();
  }

  private static void write(Tx tx, Order order, List<Planned> plans) {
    if (order.action() instanceof Delete) {
      CheckBatch.delete(tx, plans.stream().map(p -> p.was().id()).toList());
      BulkWrites.audit(tx, order.projectId(), order.actor(), "check.delete", plans);
    } else {
      List<Planned> changed = plans.stream().filter(p -> !p.changes().isEmpty()).toList();
      BulkWrites.update(tx, changed, CheckRows.now(tx));
      BulkWrites.audit(tx, order.projectId(), order.actor(), word(order.action()), changed);
    }
    CheckRows.tellPages(tx, order.projectId());
  }

  private static String word(BulkAction action) {
    boolean pauses = action instanceof Pause;
    return pauses || action instanceof Resume ? pauses ? "check.pause" : "check.resume" : UPDATE;
  }

  /** Codes in the filter that no check of the project has. */
  private static Set<UUID> unknown(Tx tx, Order order) {
    Set<UUID> unknown = new LinkedHashSet<>(order.filter().codes().orElse(Set.of()));
    if (!unknown.isEmpty()) {
      tx.query(
              "looking for checks",
              "SELECT code FROM checks WHERE project_id = ? AND code = ANY(?)",
              row -> row.uuid("code"),
              order.projectId(),
              List.copyOf(unknown))
          .forEach(unknown::remove);
    }
    return unknown;
  }
}
