package dev.tocsin.dashboard.apply;

import dev.tocsin.dashboard.apply.Wanted.Prune;
import dev.tocsin.dashboard.checks.CheckBatch;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes a project what a file wants, in one transaction: all of it or nothing. A project that is so
 * already is only read.
 *
 * <p>Pings must not wait for a look at a thousand checks, so the plan is made without locks. Where
 * it has something to do, the locks are taken (channels, project, then the touched checks by id, as
 * everybody does), and the plan is made once more of what is there then.
 *
 * <p>Blocking: call it on a worker thread.
 */
public final class Apply {

  /** People edit while we look; more often than that in a row they do not. */
  private static final int TRIES = 5;

  /**
   * Between our look and our write somebody took a code, or deleted a channel; or it was a deadlock
   * and we lost.
   */
  private static final Set<String> PASSING = Set.of("23505", "23503", "40P01");

  private final Db db;
  private final SecretBox secrets;

  public Apply(Db db, SecretBox secrets) {
    this.db = db;
    this.secrets = secrets;
  }

  /** How it ended. */
  public sealed interface Outcome {
    /**
     * There is a plan.
     *
     * @param plan what was done, or would be
     * @param written whether it was
     */
    record Planned(Plan plan, boolean written) implements Outcome {}

    /** The project changes too fast; nothing was changed by us. */
    record Busy() implements Outcome {}

    /** Nothing was changed. */
    record Refused(List<Problem> problems) implements Outcome {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /** The plan touches what was not locked: look again. */
  private static final class Moved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Moved() {
      super("what a plan was made of has changed", null, false, false);
    }
  }

  /** Says what would be done, and writes nothing. */
  public Outcome plan(long projectId, Wanted wanted) {
    return db.transaction("planning for project " + projectId, tx -> look(tx, projectId, wanted));
  }

  /**
   * Makes it so.
   *
   * @param actor who does it, for the audit log
   */
  public Outcome apply(long projectId, String actor, Wanted wanted) {
    for (int left = TRIES; ; left--) {
      Outcome outcome = plan(projectId, wanted);
      if (!(outcome instanceof Outcome.Planned planned) || planned.plan().isDone()) {
        return outcome;
      }
      try {
        return write(projectId, actor, wanted, planned.plan());
      } catch (Moved e) {
        if (left == 1) {
          return new Outcome.Busy();
        }
      } catch (DbException e) {
        if (left == 1 || !PASSING.contains(e.sqlState())) {
          throw e;
        }
      }
    }
  }

  private Outcome write(long projectId, String actor, Wanted wanted, Plan seen) {
    Set<Long> touched = seen.touchedChecks();
    boolean channels = seen.touchesChannels();
    Outcome outcome = transaction(projectId, actor, wanted, channels, touched);
    if (outcome instanceof Outcome.Planned done) {
      CheckBatch.sweepPings(db, done.plan().deletedChecks());
    }
    return outcome;
  }

  private Outcome transaction(
      long projectId, String actor, Wanted wanted, boolean channels, Set<Long> touched) {
    return db.transaction(
        "applying a file to project " + projectId,
        tx -> {
          lock(tx, projectId, wanted.mode().prune(), channels, touched);
          Outcome outcome = look(tx, projectId, wanted);
          if (!(outcome instanceof Outcome.Planned planned)) {
            return outcome;
          }
          Plan plan = planned.plan();
          if (!touched.containsAll(plan.touchedChecks()) || (plan.touchesChannels() && !channels)) {
            throw new Moved();
          }
          if (plan.isDone()) {
            return planned; // somebody else did it meanwhile
          }
          Plan done = new Steps(tx, secrets, projectId, actor, wanted.mode().label()).take(plan);
          return new Outcome.Planned(done, true);
        });
  }

  private static void lock(Tx tx, long projectId, Prune prune, boolean channels, Set<Long> checks) {
    if (channels) {
      lockChannels(tx, projectId, prune);
    }
    CheckBatch.lockProject(tx, projectId);
    StoredCheck.lock(tx, checks);
  }

  private static void lockChannels(Tx tx, long projectId, Prune prune) {
    String strength = prune == Prune.NOTHING ? "NO KEY UPDATE" : "UPDATE";
    // The alerter takes a rota before it takes any lane.
    tx.query(
        "locking the rotas of project " + projectId,
        """
        SELECT 1 FROM rotas
         WHERE channel_id IN (SELECT id FROM channels WHERE project_id = ?)
         ORDER BY channel_id FOR %s
        """
            .formatted(strength),
        row -> true,
        projectId);
    // The holder of a lane locks it first and the channel's row after it, to note deliveries; only
    // where a channel may be deleted do deliveries have to wait for us.
    tx.query(
        "locking the lanes of project " + projectId,
        """
        SELECT 1 FROM lanes
         WHERE channel_id IN (SELECT id FROM channels WHERE project_id = ?)
         ORDER BY channel_id FOR UPDATE
        """,
        row -> true,
        projectId);
    tx.query(
        "locking the channels of project " + projectId,
        "SELECT id FROM channels WHERE project_id = ? ORDER BY id FOR " + strength,
        row -> row.number("id"),
        projectId);
  }

  private Outcome look(Tx tx, long projectId, Wanted wanted) {
    List<UUID> codes =
        wanted.checks().stream().map(Wanted.Check::code).flatMap(Optional::stream).toList();
    Planner planner = new Planner(wanted, Stored.read(tx, secrets, projectId, codes));
    Plan plan = planner.plan();
    List<Problem> problems = planner.problems();
    return problems.isEmpty() ? new Outcome.Planned(plan, false) : new Outcome.Refused(problems);
  }
}
