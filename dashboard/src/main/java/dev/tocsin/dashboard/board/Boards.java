package dev.tocsin.dashboard.board;

import dev.tocsin.dashboard.checks.Heard;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The boards of the projects that people look at. Reading a board asks for the marks of all its
 * checks (a few narrow columns) and then reads only the checks whose mark has moved: with 10,000
 * checks, that is some ten milliseconds instead of some hundred. Every call asks, so that whoever
 * has just changed something sees it. Blocking: call it on a worker thread.
 */
public final class Boards {

  /** More projects than that at once are read afresh when somebody looks again. */
  private static final int KEPT = 32;

  /** What moves whenever a check changes in a way that can be seen. */
  private record Mark(
      long pings,
      String status,
      int rules,
      @Nullable Instant switched,
      @Nullable Instant deadline) {}

  private record Kept(Mark mark, StoredCheck check, @Nullable Flip lastFlip) {}

  private static final class Project {
    private Map<Long, Kept> checks = Map.of();
  }

  private final Db db;
  private final Map<Long, Project> projects =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Project> eldest) {
          return size() > KEPT;
        }
      };

  public Boards(Db db) {
    this.db = db;
  }

  /** The checks of a project as they are now. */
  public Board of(long projectId) {
    Project project;
    synchronized (projects) {
      project = projects.computeIfAbsent(projectId, id -> new Project());
    }
    synchronized (project) {
      return db.transaction(
          "reading the board of project " + projectId, tx -> read(tx, projectId, project));
    }
  }

  private static Board read(Tx tx, long projectId, Project project) {
    Map<Long, Kept> was = project.checks;
    Map<Long, Mark> marks = marks(tx, projectId);
    List<Long> moved = new ArrayList<>();
    marks.forEach(
        (id, mark) -> {
          Kept kept = was.get(id);
          if (kept == null || !kept.mark().equals(mark)) {
            moved.add(id);
          }
        });
    Map<Long, StoredCheck> fresh =
        StoredCheck.read(tx, moved).stream().collect(Collectors.toMap(StoredCheck::id, c -> c));
    Map<Long, Flip> flips = lastFlips(tx, needFlips(was, fresh));
    Map<Long, Kept> is = new LinkedHashMap<>(marks.size() * 2);
    marks.forEach(
        (id, mark) -> {
          StoredCheck check = fresh.get(id);
          Kept kept = was.get(id);
          if (check != null) {
            Flip known = kept == null ? null : kept.lastFlip();
            is.put(id, new Kept(mark, check, flips.getOrDefault(id, known)));
          } else if (kept != null) {
            is.put(id, kept);
          }
        });
    project.checks = is;
    Instant asOf = Heard.asOf(tx);
    return new Board(
        is.values().stream().map(k -> Shown.of(k.check(), k.lastFlip(), asOf)).toList(), asOf);
  }

  private static Map<Long, Mark> marks(Tx tx, long projectId) {
    record Marked(long id, Mark mark) {}
    return tx
        .query(
            "reading the marks of project " + projectId,
            """
            SELECT s.check_id, s.n_pings, s.status, s.rules_version, s.switched_at, s.deadline
              FROM checks c JOIN check_state s ON s.check_id = c.id
             WHERE c.project_id = ?
            """,
            row -> new Marked(row.number("check_id"), mark(row)),
            projectId)
        .stream()
        .collect(
            Collectors.toMap(Marked::id, Marked::mark, (a, b) -> b, () -> new LinkedHashMap<>()));
  }

  private static Mark mark(Row row) throws SQLException {
    return new Mark(
        row.number("n_pings"),
        row.string("status"),
        row.integer("rules_version"),
        row.instantOrNull("switched_at"),
        row.instantOrNull("deadline"));
  }

  /** Only a check that is down, or has changed its status, may have another last flip. */
  private static List<Long> needFlips(Map<Long, Kept> was, Map<Long, StoredCheck> fresh) {
    return fresh.values().stream()
        .filter(
            check -> {
              Kept kept = was.get(check.id());
              Status status = check.state().status();
              return kept == null
                  || status == Status.DOWN
                  || kept.check().state().status() != status;
            })
        .map(StoredCheck::id)
        .toList();
  }

  private static Map<Long, Flip> lastFlips(Tx tx, List<Long> ids) {
    record Last(long id, Flip flip) {}
    if (ids.isEmpty()) {
      return Map.of();
    }
    return tx
        .query(
            "reading the last flips",
            """
            SELECT f.check_id, f.at, f.old_status, f.new_status, f.reason
              FROM unnest(?) AS c(id) CROSS JOIN LATERAL (
                   SELECT * FROM flips WHERE check_id = c.id ORDER BY at DESC, id DESC LIMIT 1) f
            """,
            row ->
                new Last(
                    row.number("check_id"),
                    new Flip(
                        row.instant("at"),
                        Status.of(row.string("old_status")),
                        Status.of(row.string("new_status")),
                        Flip.Reason.of(row.string("reason")))),
            ids)
        .stream()
        .collect(Collectors.toMap(Last::id, Last::flip));
  }
}
