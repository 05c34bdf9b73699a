package dev.tocsin.alerter.blind;

import dev.tocsin.alerter.notices.Notices;
import dev.tocsin.store.Tx;
import java.util.List;

/**
 * Tells people which runs nobody could verify: one message for each project and blind interval, and
 * never one for each check.
 *
 * <p>The runs of an interval become certain one after the other, each at its own deadline. The
 * message goes out when none is left to wait for, or a while after the first one was named; what is
 * named later waits for its likes in the same way.
 */
public final class BlindMessages {

  private BlindMessages() {}

  /**
   * Tells what there is to tell. The caller sees to it that nobody else does at the same time.
   *
   * @return how many messages were made
   */
  public static int tell(Tx tx, BlindLimits limits) {
    gather(tx);
    List<BlindProject> open = BlindProject.read(tx, limits);
    List<BlindProject> ready =
        open.stream().filter(BlindProject::toBeTold).limit(limits.atOnce()).toList();
    for (BlindProject project : ready) {
      List<UnverifiedRun> runs = UnverifiedRun.untold(tx, project);
      Notices.post(
          tx, BlindWords.notice(project, runs, limits.named()), channels(tx, project, runs));
      UnverifiedRun.told(tx, runs);
    }
    open.stream()
        .filter(BlindProject::over)
        .filter(project -> !project.toBeTold() || ready.contains(project))
        .forEach(project -> finish(tx, project));
    return ready.size();
  }

  /** Strikes out what was decided meanwhile, and takes in what was named without being expected. */
  private static void gather(Tx tx) {
    tx.update(
        "striking out runs that were heard, named or missed",
        """
        DELETE FROM blind_runs r USING blind_times b, check_state s
         WHERE b.id = r.blind_id AND s.check_id = r.check_id
           AND (s.status <> 'up' OR s.last_ping >= b.since
                OR (s.credited_at IS NOT NULL AND s.name_by IS NULL))
        """);
    tx.update(
        "taking in unverified runs",
        """
        INSERT INTO blind_projects (blind_id, project_id, runs)
        SELECT DISTINCT b.id, c.project_id, 0
          FROM unverified_runs u
          JOIN checks c ON c.id = u.check_id
          JOIN blind_times b ON b.since = u.blind_from
         WHERE NOT u.told
        ON CONFLICT DO NOTHING
        """);
  }

  /** Of the checks concerned: what is unverified; otherwise what the project listens with. */
  private static List<Long> channels(Tx tx, BlindProject project, List<UnverifiedRun> runs) {
    return tx.query(
        "finding whom to tell of blind time",
        """
        SELECT DISTINCT cc.channel_id AS id
          FROM check_channels cc JOIN checks c ON c.id = cc.check_id
         WHERE c.project_id = ? AND (? OR c.id = ANY(?))
        """,
        row -> row.number("id"),
        project.projectId(),
        runs.isEmpty(),
        runs.stream().map(UnverifiedRun::checkId).toList());
  }

  private static void finish(Tx tx, BlindProject project) {
    tx.update(
        "closing the account of blind time",
        "DELETE FROM blind_projects WHERE blind_id = ? AND project_id = ?",
        project.blindId(),
        project.projectId());
  }
}
