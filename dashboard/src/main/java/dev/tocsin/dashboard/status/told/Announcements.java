package dev.tocsin.dashboard.status.told;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.StatusPage;
import dev.tocsin.dashboard.status.told.Announcement.Impact;
import dev.tocsin.dashboard.status.told.Announcement.Kind;
import dev.tocsin.dashboard.status.told.Announcement.State;
import dev.tocsin.dashboard.status.told.Announcement.Update;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The announcements of status pages. Each change is one transaction, with a row in the audit log.
 */
public final class Announcements {

  /** Most that are shown or listed: those that go on, and the latest of the others. */
  public static final int SHOWN = 50;

  /** Most that go on or are planned at once: all of them are on every page. */
  static final int MOST_OPEN = 50;

  /** Most that is said about one matter. */
  static final int MOST_UPDATES = 200;

  private final Db db;

  public Announcements(Db db) {
    this.db = db;
  }

  /** Those of a page: what goes on or is to come first, then the latest. */
  public List<Announcement> of(long pageId) {
    return db.transaction(
        "reading announcements",
        tx ->
            read(
                tx,
                """
                 WHERE page_id = ? ORDER BY ends_at IS NULL OR ends_at > now() DESC, starts_at DESC,
                       id DESC LIMIT ?
                """,
                pageId,
                SHOWN));
  }

  /** One of a page. */
  public Optional<Announcement> find(long pageId, UUID code) {
    return db.transaction("reading announcement " + code, tx -> find(tx, pageId, code));
  }

  private static Optional<Announcement> find(Tx tx, long pageId, UUID code) {
    return read(tx, " WHERE page_id = ? AND code = ?", pageId, code).stream().findFirst();
  }

  private static List<Announcement> read(Tx tx, String which, Object... parameters) {
    List<Announcement> bare =
        tx.query(
            "reading announcements",
            """
            SELECT id, code, kind, title, impact, starts_at, ends_at, author FROM announcements
            """
                + which,
            Announcements::of,
            parameters);
    Map<Long, List<Update>> updates = new HashMap<>();
    tx.query(
            "reading updates",
            """
            SELECT announcement_id, id, at, state, body, author FROM announcement_updates
             WHERE announcement_id = ANY(?) ORDER BY id
            """,
            row -> Map.entry(row.number("announcement_id"), update(row)),
            bare.stream().map(Announcement::id).toList())
        .forEach(
            e -> updates.computeIfAbsent(e.getKey(), id -> new ArrayList<>()).add(e.getValue()));
    return bare.stream().map(a -> with(a, updates.getOrDefault(a.id(), List.of()))).toList();
  }

  private static Announcement with(Announcement a, List<Update> updates) {
    return new Announcement(
        a.id(),
        a.code(),
        a.kind(),
        a.title(),
        a.impact(),
        a.starts(),
        a.ends(),
        a.author(),
        updates);
  }

  private static Announcement of(Row row) throws SQLException {
    return new Announcement(
        row.number("id"),
        row.uuid("code"),
        Kind.of(row.string("kind")),
        row.string("title"),
        Impact.of(row.string("impact")),
        row.instant("starts_at"),
        row.instantOrNull("ends_at"),
        row.string("author"),
        List.of());
  }

  private static Update update(Row row) throws SQLException {
    return new Update(
        row.number("id"),
        row.instant("at"),
        State.of(row.string("state")),
        row.string("body"),
        row.string("author"));
  }

  /** Announces something. */
  public Outcome<Announcement> create(
      long projectId, UUID page, Wording wording, String author, Instant now) {
    Optional<String> problem = wording.problem(now);
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    return onPage(
        projectId,
        page,
        (tx, of) -> {
          boolean over = wording.kind() == Kind.INCIDENT && wording.state().isEnd();
          Optional<UUID> code =
              tx.first(
                  "announcing",
                  """
                  INSERT INTO announcements
                         (page_id, kind, title, impact, starts_at, ends_at, author)
                  SELECT ?, ?, ?, ?, ?, ?, ?
                   WHERE (SELECT count(*) FROM announcements WHERE page_id = ?
                             AND (ends_at IS NULL OR ends_at > now())) < ?
                  RETURNING code
                  """,
                  row -> row.uuid("code"),
                  of.id(),
                  wording.kind().word(),
                  wording.title().strip(),
                  wording.impact().word(),
                  wording.starts(),
                  over ? now : wording.ends(),
                  author,
                  of.id(),
                  MOST_OPEN);
          if (code.isEmpty()) {
            return Outcome.refused(
                Reason.CONFLICT, "%d are going on or planned already".formatted(MOST_OPEN));
          }
          Announcement made = find(tx, of.id(), code.get()).orElseThrow();
          say(tx, made, wording.state(), wording.body(), wording.tell(), author, now);
          return done(tx, of, code.get(), author, "announcement.create", made.title());
        });
  }

  /** Says more about it; the last word ends it. */
  public Outcome<Announcement> update(
      long projectId,
      UUID page,
      UUID code,
      State state,
      String body,
      boolean tell,
      String author,
      Instant now) {
    Optional<String> problem = Wording.bodyProblem(body);
    if (problem.isPresent()) {
      return Outcome.refused(Reason.INVALID, problem.get());
    }
    return onPage(
        projectId,
        page,
        (tx, of) -> {
          Optional<Announcement> about = find(tx, of.id(), code);
          if (about.isEmpty()) {
            return missing();
          }
          if (state.kind() != about.get().kind()) {
            return Outcome.refused(
                Reason.INVALID, "this cannot be said of " + about.get().kind().word());
          }
          if (about.get().updates().size() >= MOST_UPDATES) {
            return Outcome.refused(
                Reason.CONFLICT, "there are %d updates already".formatted(MOST_UPDATES));
          }
          say(tx, about.get(), state, body, tell, author, now);
          tx.update(
              "noting whether it is over",
              """
              UPDATE announcements SET ends_at = CASE
                     WHEN ? THEN greatest(starts_at, least(coalesce(ends_at, ?), ?))
                     WHEN kind = 'incident' THEN NULL ELSE ends_at END
               WHERE id = ?
              """,
              state.isEnd(),
              now,
              now,
              about.get().id());
          return done(tx, of, code, author, "announcement.update", about.get().title());
        });
  }

  /** Removes it from the page, with all that was said. */
  public Outcome<Announcement> delete(long projectId, UUID page, UUID code, String author) {
    return onPage(
        projectId,
        page,
        (tx, of) -> {
          Optional<Announcement> about = find(tx, of.id(), code);
          if (about.isEmpty()) {
            return missing();
          }
          tx.update("deleting it", "DELETE FROM announcements WHERE id = ?", about.get().id());
          note(tx, of, author, "announcement.delete", about.get().title());
          return Outcome.done(about.get());
        });
  }

  private interface Change {
    Outcome<Announcement> on(Tx tx, StatusPage page);
  }

  private Outcome<Announcement> onPage(long projectId, UUID page, Change change) {
    return db.transaction(
        "announcing on status page " + page,
        tx ->
            PageChanges.lock(tx, projectId, page)
                .map(of -> change.on(tx, of))
                .orElseGet(PageChanges::missing));
  }

  /** Writes what is said, and, where it is to be told, that subscribers are to be told. */
  private static void say(
      Tx tx,
      Announcement about,
      State state,
      String body,
      boolean tell,
      String author,
      Instant now) {
    tx.update(
        "writing an update",
        """
        WITH said AS (
          INSERT INTO announcement_updates (announcement_id, at, state, body, author)
          VALUES (?, ?, ?, ?, ?) RETURNING id)
        INSERT INTO status_news (update_id) SELECT id FROM said WHERE ?
        """,
        about.id(),
        now,
        state.word(),
        body.strip(),
        author,
        tell);
  }

  private static Outcome<Announcement> done(
      Tx tx, StatusPage page, UUID code, String author, String action, String title) {
    note(tx, page, author, action, title);
    return Outcome.done(find(tx, page.id(), code).orElseThrow());
  }

  private static void note(Tx tx, StatusPage page, String author, String action, String title) {
    Audit.note(tx, page.projectId(), author, action, Map.of("page", page.name(), "title", title));
    PageChanges.changed(tx, page.projectId());
  }

  private static Outcome<Announcement> missing() {
    return Outcome.refused(Reason.MISSING, "there is no such announcement");
  }
}
