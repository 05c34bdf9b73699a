package dev.tocsin.dashboard.board;

import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.Db;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Boards for badges and metrics, which anybody may ask for, a thousand times a second. However many
 * ask, a project is read by one at a time ({@link Slot}), and what was read is good for a moment.
 * Nothing outlives its moment: with the database away, nothing is known. The boards here are not
 * those of the pages, so that no crowd outside pushes a member's board out of memory.
 */
public final class Glances {

  private static final int KEPT_PROJECTS = 256;

  /** Checks in all that is kept; one is about a kilobyte. */
  private static final int KEPT_CHECKS = 50_000;

  /** Boards that are brought up to date rather than read afresh: it pays for the largest only. */
  private static final int KEPT_BOARDS = 8;

  /** Codes of badges whose project is known; each is some hundred bytes. */
  private static final int KEPT_CODES = 20_000;

  private final Db db;
  private final Boards boards;
  private final Workers workers;
  private final Slots<Long, Optional<Glance>> slots;
  private final Map<UUID, Long> projects =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Long> eldest) {
          return size() > KEPT_CODES;
        }
      };

  public Glances(Db db, Workers workers) {
    this.db = db;
    this.boards = new Boards(db, KEPT_BOARDS);
    this.workers = workers;
    this.slots =
        new Slots<>(
            id -> workers.run(() -> read(id)),
            read -> read.map(glance -> glance.checks().size()).orElse(0),
            KEPT_PROJECTS,
            KEPT_CHECKS);
  }

  /** Some check changed. May be called from any thread, as often as it likes. */
  public void changed() {
    slots.changed();
  }

  /** A project now; empty if there is none with this id. Completes on any thread. */
  public Future<Optional<Glance>> ofProject(long projectId) {
    return slots.look(projectId);
  }

  /** The project with this badge key. */
  public Future<Optional<Glance>> ofBadgeKey(UUID badgeKey) {
    return of(badgeKey, "SELECT id FROM projects WHERE badge_key = ?");
  }

  /** The project of the check with this badge. */
  public Future<Optional<Glance>> ofCheck(UUID badgeCode) {
    return of(badgeCode, "SELECT project_id AS id FROM checks WHERE badge_code = ?");
  }

  /** Codes are random and never given twice, so one map holds both kinds. */
  private Future<Optional<Glance>> of(UUID code, String sql) {
    Long known;
    synchronized (projects) {
      known = projects.get(code);
    }
    return known != null ? ofProject(known) : find(code, sql);
  }

  private Future<Optional<Glance>> find(UUID code, String sql) {
    return workers
        .run(() -> db.first("finding the project of a badge", sql, row -> row.number("id"), code))
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Optional.empty());
              }
              synchronized (projects) {
                projects.put(code, found.get());
              }
              return ofProject(found.get());
            });
  }

  /** A project that is gone has no checks, and no badge must say that they are well. */
  private Optional<Glance> read(long projectId) {
    Optional<Long> there =
        db.first(
            "looking for project " + projectId,
            "SELECT id FROM projects WHERE id = ?",
            row -> row.number("id"),
            projectId);
    return there.map(id -> new Glance(boards.of(id)));
  }
}
