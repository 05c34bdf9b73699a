package dev.tocsin.dashboard.checks;

import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.domain.schedule.Words;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Takes a check from one project to another, with its ping URL, its pings and its incidents. What
 * points to things of the old project stays behind (channels, dependencies, silences, maintenance);
 * the check tells all channels of the new one, as a check does that a ping has made: nothing goes
 * down in silence because it was moved. Blocking.
 */
public final class CheckMoves {

  private final Db db;

  public CheckMoves(Db db) {
    this.db = db;
  }

  /**
   * Moves a check.
   *
   * @param from one in which whoever does it may change checks
   * @param to another such project
   */
  public Outcome<CheckView> move(Project from, UUID code, Project to, String actor) {
    if (!from.mayEdit() || !to.mayEdit()) {
      return Outcome.refused(
          Reason.FORBIDDEN, "in both projects you must be allowed to change checks");
    }
    if (from.id() == to.id()) {
      return Outcome.refused(Reason.INVALID, "the check is in this project already");
    }
    return db.transaction(
        "moving check " + code,
        tx -> {
          // By ascending id, so that two moves in opposite directions do not wait for each other.
          LongStream.of(from.id(), to.id())
              .sorted()
              .forEach(project -> CheckRows.lockProject(tx, project));
          Optional<StoredCheck> check = CheckRows.lock(tx, from.id(), code);
          return check.isPresent()
              ? move(tx, check.get(), from, to, actor)
              : Outcome.refused(Reason.MISSING, "there is no such check");
        });
  }

  private static Outcome<CheckView> move(
      Tx tx, StoredCheck check, Project from, Project to, String actor) {
    int limit = CheckRows.limit(tx, to.id());
    if (CheckRows.count(tx, to.id()) >= limit) {
      return Outcome.refused(
          Reason.CONFLICT,
          "%s may have %s, and no more".formatted(to.name(), Words.count(limit, "check")));
    }
    if (isBeingTold(tx, check.id())) {
      return Outcome.refused(
          Reason.CONFLICT, "its last change is just being told: try again in a moment");
    }
    leaveBehind(tx, check.id());
    tx.update(
        "moving check " + check.code(),
        "UPDATE checks SET project_id = ?, managed_by = '' WHERE id = ?",
        to.id(),
        check.id());
    tx.update(
        "moving the incidents of check " + check.code(),
        "UPDATE incidents SET project_id = ?, assignee_id = NULL WHERE check_id = ?",
        to.id(),
        check.id());
    tx.update(
        "assigning channels",
        "INSERT INTO check_channels (check_id, channel_id)"
            + " SELECT ?, id FROM channels WHERE project_id = ?",
        check.id(),
        to.id());
    note(tx, from, actor, "check.move_out", check, "to", to);
    note(tx, to, actor, "check.move_in", check, "from", from);
    CheckRows.tellPages(tx, from.id());
    CheckRows.tellPages(tx, to.id());
    return Outcome.done(CheckRows.view(tx, check.id()));
  }

  /** A change that is not handed over yet is told by the channels that the check has then. */
  private static boolean isBeingTold(Tx tx, long check) {
    return tx.first(
            "looking for changes",
            "SELECT 1 FROM flips WHERE check_id = ? AND NOT fanned_out LIMIT 1",
            row -> true,
            check)
        .isPresent();
  }

  private static void leaveBehind(Tx tx, long check) {
    for (String rows :
        new String[] {
          "check_channels WHERE check_id",
          "check_depends WHERE check_id",
          "check_depends WHERE on_check_id",
          "silences WHERE check_id",
          "maintenance WHERE check_id"
        }) {
      tx.update("leaving behind " + rows, "DELETE FROM " + rows + " = ?", check);
    }
  }

  private static void note(
      Tx tx,
      Project project,
      String actor,
      String action,
      StoredCheck check,
      String word,
      Project other) {
    dev.tocsin.dashboard.people.Audit.note(
        tx,
        project.id(),
        actor,
        action,
        Map.of(
            "check", check.code().toString(), "name", check.settings().name(), word, other.name()));
  }
}
