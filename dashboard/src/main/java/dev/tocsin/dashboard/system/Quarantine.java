package dev.tocsin.dashboard.system;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What was set aside so that the rest could go on. Listeners apply it again, when somebody asks for
 * it: this only notes the wish. Blocking: call it on a worker thread.
 */
public final class Quarantine {

  private final Db db;

  public Quarantine(Db db) {
    this.db = db;
  }

  /** A ping that was answered 200, and whose address then was no check's. */
  public record Unresolved(String target, String why, Instant heard) {}

  /** A check that the alerter could not judge, and leaves alone until then. */
  public record AsideCheck(
      UUID code, String name, String project, String why, Instant since, int times, Instant until) {

    /** As the log has it, what cannot be seen written out. */
    public AsideCheck {
      why = AsidePing.visible(why);
    }
  }

  /**
   * A change of status in words that this version does not know. Whom to tell of it cannot be
   * decided, so it waits for a version that does.
   */
  public record AsideFlip(
      long id, UUID code, String name, String project, Instant at, String from, String to) {

    /** As they were written, what cannot be seen written out. */
    public AsideFlip {
      from = AsidePing.visible(from);
      to = AsidePing.visible(to);
    }
  }

  /**
   * Pings, the latest first.
   *
   * @param open only those that nobody has dealt with
   * @param before only those with a lower id
   */
  public List<AsidePing> pings(boolean open, long before, int most) {
    return db.query(
        "reading the quarantine",
        AsidePing.COLUMNS
            + " WHERE q.id < ? AND (NOT ? OR q.settled IS NULL) ORDER BY q.id DESC LIMIT ?",
        AsidePing::of,
        before,
        open,
        most);
  }

  /** One of them. */
  public Optional<AsidePing> find(long id) {
    return db.first(
        "reading quarantine " + id, AsidePing.COLUMNS + " WHERE q.id = ?", AsidePing::of, id);
  }

  /** All of the text and bytes of one. */
  public Optional<byte[]> record(long id) {
    return db.first(
        "reading quarantine " + id,
        "SELECT record FROM quarantine WHERE id = ?",
        row -> row.bytes("record"),
        id);
  }

  /** How many nobody has dealt with. */
  static long open(Tx tx) {
    return tx.first(
            "counting the quarantine",
            "SELECT count(*) AS n FROM quarantine WHERE settled IS NULL",
            row -> row.number("n"))
        .orElse(0L);
  }

  /** Asks for one to be applied again; a listener does within seconds, if one runs. */
  public Outcome<AsidePing> replay(long id, String actor) {
    return change(
        id,
        actor,
        "quarantine.replay",
        """
        UPDATE quarantine SET wanted_at = now(), wanted_by = ? WHERE id = ? AND settled IS NULL
        """);
  }

  /** Says that nobody wants it. It stays to be seen until its retention is over. */
  public Outcome<AsidePing> discard(long id, String actor) {
    return change(
        id,
        actor,
        "quarantine.discard",
        """
        UPDATE quarantine SET wanted_at = NULL, settled = 'discarded', settled_at = now(),
               settled_by = ?
         WHERE id = ? AND settled IS NULL
        """);
  }

  private Outcome<AsidePing> change(long id, String actor, String action, String sql) {
    boolean changed =
        db.transaction(
            action + " " + id,
            tx -> {
              int rows = tx.update(action, sql, actor, id);
              if (rows > 0) {
                Audit.note(tx, null, actor, action, Map.of("id", id));
              }
              return rows > 0;
            });
    Optional<AsidePing> now = find(id);
    if (now.isEmpty()) {
      return Outcome.refused(Reason.MISSING, "nothing was set aside with the id " + id);
    }
    return changed
        ? Outcome.done(now.get())
        : Outcome.refused(
            Reason.CONFLICT,
            "it was %s already, by %s".formatted(now.get().settled(), now.get().settledBy()));
  }

  /** Pings that belong to nobody, the latest first. */
  public List<Unresolved> unresolved(int most) {
    return db.query(
        "reading pings that belong to nobody",
        "SELECT target, why, heard_at FROM unresolved_pings ORDER BY heard_at DESC LIMIT ?",
        row ->
            new Unresolved(
                AsidePing.visible(row.string("target")),
                row.string("why"),
                row.instant("heard_at")),
        most);
  }

  /** Checks that are left alone now. */
  public List<AsideCheck> checks() {
    return db.query(
        "reading checks that are left alone",
        """
        SELECT c.code, c.name, p.name AS project, a.why, a.since, a.times, a.until
          FROM checks_set_aside a JOIN checks c ON c.id = a.check_id
          JOIN projects p ON p.id = c.project_id
         WHERE a.until > now() ORDER BY a.since LIMIT 200
        """,
        row ->
            new AsideCheck(
                row.uuid("code"),
                row.string("name"),
                row.string("project"),
                row.string("why"),
                row.instant("since"),
                row.integer("times"),
                row.instant("until")));
  }

  /** Changes that wait for a version that knows their words, the oldest first. */
  public List<AsideFlip> flips(int most) {
    List<String> known = Arrays.stream(Status.values()).map(Status::word).toList();
    return db.query(
        "reading flips of an unknown status",
        """
        SELECT f.id, c.code, c.name, p.name AS project, f.at, f.old_status, f.new_status
          FROM flips f JOIN checks c ON c.id = f.check_id JOIN projects p ON p.id = c.project_id
         WHERE NOT f.fanned_out AND NOT (f.old_status = ANY(?) AND f.new_status = ANY(?))
         ORDER BY f.id LIMIT ?
        """,
        row ->
            new AsideFlip(
                row.number("id"),
                row.uuid("code"),
                row.string("name"),
                row.string("project"),
                row.instant("at"),
                row.string("old_status"),
                row.string("new_status")),
        known,
        known,
        most);
  }

  /** Has the alerter look at a check at once that it leaves alone; false: it does not. */
  public boolean lookAgain(UUID check, String actor) {
    return db.transaction("looking at a check again", tx -> lookAgain(tx, check, actor));
  }

  private static boolean lookAgain(Tx tx, UUID check, String actor) {
    // To look early is always right: the alerter asks the state machine, and moves it on.
    int rows =
        tx.update(
            "looking at a check again",
            """
            WITH was AS (
              UPDATE checks_set_aside a SET until = now() FROM checks c
               WHERE c.id = a.check_id AND c.code = ? AND a.until > now() RETURNING a.check_id)
            UPDATE check_state s SET wake_at = now() FROM was WHERE s.check_id = was.check_id
            """,
            check);
    if (rows > 0) {
      Audit.note(tx, null, actor, "quarantine.look-again", Map.of("check", check.toString()));
    }
    return rows > 0;
  }
}
