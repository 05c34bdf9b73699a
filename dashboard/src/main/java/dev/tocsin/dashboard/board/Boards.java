package dev.tocsin.dashboard.board;

import dev.tocsin.dashboard.checks.Heard;
import dev.tocsin.dashboard.checks.LoggedFlip;
import dev.tocsin.domain.check.AsOf;
import dev.tocsin.domain.check.Flip;
import dev.tocsin.domain.check.Status;
import dev.tocsin.store.Db;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The boards of the projects that people look at. Reading a board asks which transaction wrote each
 * of its checks last, and then reads only the checks that another has written: with 10,000 checks,
 * that is some ten milliseconds instead of some hundred. Every call asks, so that whoever has just
 * changed something sees it. Blocking: call it on a worker thread.
 */
public final class Boards {

  private static final Logger LOG = LoggerFactory.getLogger(Boards.class);

  /** More projects than that at once are read afresh when somebody looks again. */
  private static final int KEPT = 32;

  /**
   * A check with the transaction that wrote its state last: everything that can be seen of a check
   * moves its state row, be it only {@code rules_version}.
   */
  private record Kept(long writer, Known known) {}

  private static final class Project {
    private Map<Long, Kept> checks = Map.of();
  }

  private final Db db;
  private final int kept;
  private final Map<Long, Project> projects =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Project> eldest) {
          return size() > kept;
        }
      };

  public Boards(Db db) {
    this(db, KEPT);
  }

  /**
   * @param kept how many projects are brought up to date rather than read afresh
   */
  Boards(Db db, int kept) {
    this.db = db;
    this.kept = kept;
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
    AsOf asOf = Heard.asOf(tx);
    Map<Long, Kept> was = project.checks;
    Map<Long, Long> writers = writers(tx, projectId);
    List<Long> moved = new ArrayList<>();
    writers.forEach(
        (id, writer) -> {
          Kept kept = was.get(id);
          if (kept == null || kept.writer() != writer) {
            moved.add(id);
          }
        });
    Map<Long, StoredCheck> fresh =
        StoredCheck.read(tx, moved).stream().collect(Collectors.toMap(StoredCheck::id, c -> c));
    Map<Long, Flip> flips = lastFlips(tx, needFlips(was, fresh));
    Map<Long, Kept> is = new LinkedHashMap<>(writers.size() * 2);
    writers.forEach(
        (id, writer) -> {
          StoredCheck check = fresh.get(id);
          Kept kept = was.get(id);
          if (check != null) {
            Flip last = kept == null ? null : kept.known().lastFlip();
            known(check, flips.getOrDefault(id, last))
                .ifPresent(known -> is.put(id, new Kept(writer, known)));
          } else if (kept != null) {
            is.put(id, kept);
          }
        });
    project.checks = is;
    return new Board(is.values().stream().map(k -> Shown.of(k.known(), asOf)).toList(), asOf.at());
  }

  /** One check that we cannot read must not hide the others. */
  private static Optional<Known> known(StoredCheck check, @Nullable Flip lastFlip) {
    try {
      return Optional.of(Known.of(check, lastFlip));
    } catch (RuntimeException e) {
      LOG.error("check {} cannot be shown", check.code(), e);
      return Optional.empty();
    }
  }

  private static Map<Long, Long> writers(Tx tx, long projectId) {
    Map<Long, Long> writers = new LinkedHashMap<>();
    tx.query(
        "reading who wrote the checks of project " + projectId,
        """
        SELECT s.check_id, s.xmin::text::bigint AS writer
          FROM checks c JOIN check_state s ON s.check_id = c.id
         WHERE c.project_id = ?
        """,
        row -> writers.put(row.number("check_id"), row.number("writer")),
        projectId);
    return writers;
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
                  || kept.known().check().state().status() != status;
            })
        .map(StoredCheck::id)
        .toList();
  }

  private static Map<Long, Flip> lastFlips(Tx tx, List<Long> ids) {
    record Last(long check, Optional<Flip> flip) {}
    if (ids.isEmpty()) {
      return Map.of();
    }
    return tx
        .query(
            "reading the last flips",
            """
            SELECT f.check_id, f.id, f.at, f.old_status, f.new_status, f.reason
              FROM unnest(?) AS c(id) CROSS JOIN LATERAL (
                   SELECT * FROM flips WHERE check_id = c.id ORDER BY at DESC, id DESC LIMIT 1) f
            """,
            row -> new Last(row.number("check_id"), LoggedFlip.of(row).known()),
            ids)
        .stream()
        .filter(last -> last.flip().isPresent())
        .collect(Collectors.toMap(Last::check, last -> last.flip().orElseThrow()));
  }
}
