package dev.tocsin.dashboard.status;

import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Outcome.Reason;
import dev.tocsin.dashboard.people.Passwords;
import dev.tocsin.store.Db;
import dev.tocsin.store.Tx;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes status pages. Each change is one transaction, with a row in the audit log, and tells
 * every dashboard that there is something to show.
 */
public final class PageChanges {

  /** Most pages of a project: all of them are kept in memory. */
  public static final int MOST = 20;

  private final Db db;
  private final Set<String> ours;

  /**
   * @param urls where this installation is: no page may take these host names
   */
  public PageChanges(Db db, String... urls) {
    this.db = db;
    this.ours = hosts(urls);
  }

  private static Set<String> hosts(String... urls) {
    return Arrays.stream(urls)
        .map(url -> Optional.ofNullable(URI.create(url).getHost()).orElse(""))
        .map(host -> host.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Says what is wrong with a wish, before anybody asks for it. */
  public Optional<PageEdit.Problem> problem(PageEdit edit) {
    return edit.problem(ours);
  }

  /** Makes a page. */
  public Outcome<StatusPage> create(long projectId, PageEdit edit, String actor) {
    Optional<PageEdit.Problem> wrong = problem(edit);
    if (wrong.isPresent()) {
      return Outcome.refused(Reason.INVALID, wrong.get().why());
    }
    @Nullable String hash = hash(edit.password());
    return db.transaction(
        "making a status page",
        tx -> {
          Optional<Outcome<StatusPage>> taken = taken(tx, -1, edit);
          if (taken.isPresent()) {
            return taken.get();
          }
          Optional<UUID> code =
              tx.first(
                  "making a status page",
                  """
                  INSERT INTO status_pages
                         (project_id, slug, name, about, host, password_hash, tags, subscribable)
                  SELECT ?, ?, ?, ?, ?, ?, ?::text[], ?
                   WHERE (SELECT count(*) FROM status_pages WHERE project_id = ?) < ?
                  RETURNING code
                  """,
                  row -> row.uuid("code"),
                  projectId,
                  edit.slug(),
                  edit.name().strip(),
                  edit.about(),
                  edit.host().orElse(null),
                  hash,
                  edit.tags(),
                  edit.subscribable(),
                  projectId,
                  MOST);
          if (code.isEmpty()) {
            return Outcome.refused(
                Reason.CONFLICT, "the project has %d status pages already".formatted(MOST));
          }
          StatusPage made = StatusPages.find(tx, projectId, code.get()).orElseThrow();
          sections(tx, made.id(), edit.sections());
          note(tx, made, actor, "status-page.create");
          return Outcome.done(StatusPages.find(tx, projectId, code.get()).orElseThrow());
        });
  }

  /** Makes a page what somebody wants it to be. */
  public Outcome<StatusPage> update(long projectId, UUID code, PageEdit edit, String actor) {
    Optional<PageEdit.Problem> wrong = problem(edit);
    if (wrong.isPresent()) {
      return Outcome.refused(Reason.INVALID, wrong.get().why());
    }
    @Nullable String hash = hash(edit.password());
    return db.transaction(
        "changing status page " + code,
        tx -> {
          Optional<StatusPage> was = lock(tx, projectId, code);
          if (was.isEmpty()) {
            return missing();
          }
          Optional<Outcome<StatusPage>> taken = taken(tx, was.get().id(), edit);
          if (taken.isPresent()) {
            return taken.get();
          }
          tx.update(
              "changing status page " + code,
              """
              UPDATE status_pages SET slug = ?, name = ?, about = ?, tags = ?::text[],
                     subscribable = ?,
                     password_hash = CASE WHEN ? THEN ? ELSE password_hash END
               WHERE id = ?
              """,
              edit.slug(),
              edit.name().strip(),
              edit.about(),
              edit.tags(),
              edit.subscribable(),
              edit.password().change(),
              hash,
              was.get().id());
          if (!edit.host().equals(was.get().host())) {
            name(tx, was.get().id(), edit.host());
          }
          sections(tx, was.get().id(), edit.sections());
          note(tx, was.get(), actor, "status-page.update");
          return Outcome.done(StatusPages.find(tx, projectId, code).orElseThrow());
        });
  }

  /** Another name is to be proven anew, at once. */
  private static void name(Tx tx, long page, Optional<String> host) {
    tx.update(
        "changing the host name of a page",
        """
        UPDATE status_pages SET host = ?, host_proven_at = NULL, host_seen_at = NULL,
               host_looked_at = NULL, host_next_at = now(), host_problem = ''
         WHERE id = ?
        """,
        host.orElse(null),
        page);
  }

  /** Gives a page a picture, or takes it away. */
  public Outcome<StatusPage> logo(long projectId, UUID code, Optional<Logo> logo, String actor) {
    return db.transaction(
        "changing a logo",
        tx -> {
          Optional<StatusPage> was = lock(tx, projectId, code);
          if (was.isEmpty()) {
            return missing();
          }
          tx.update(
              "changing a logo",
              "UPDATE status_pages SET logo = ?, logo_type = ? WHERE id = ?",
              logo.map(Logo::bytes).orElse(null),
              logo.map(Logo::type).orElse(null),
              was.get().id());
          note(tx, was.get(), actor, "status-page.logo");
          return Outcome.done(StatusPages.find(tx, projectId, code).orElseThrow());
        });
  }

  /** Deletes a page with all that was announced on it. False: there is none. */
  public boolean delete(long projectId, UUID code, String actor) {
    return db.transaction(
        "deleting status page " + code,
        tx -> {
          Optional<StatusPage> was = lock(tx, projectId, code);
          was.ifPresent(
              page -> {
                tx.update("deleting a page", "DELETE FROM status_pages WHERE id = ?", page.id());
                note(tx, page, actor, "status-page.delete");
              });
          return was.isPresent();
        });
  }

  /** Locks a page of a project for the rest of a transaction. */
  public static Optional<StatusPage> lock(Tx tx, long projectId, UUID code) {
    return tx.first(
            "locking status page " + code,
            "SELECT id FROM status_pages WHERE project_id = ? AND code = ? FOR NO KEY UPDATE",
            row -> row.number("id"),
            projectId,
            code)
        .flatMap(id -> StatusPages.find(tx, projectId, code));
  }

  /** There is no such page. */
  public static <T> Outcome<T> missing() {
    return Outcome.refused(Reason.MISSING, "there is no such status page");
  }

  private static Optional<Outcome<StatusPage>> taken(Tx tx, long id, PageEdit edit) {
    return tx.first(
            "looking who has the address of a page",
            """
            SELECT slug = ? AS same FROM status_pages
             WHERE id <> ? AND (slug = ? OR (host = ? AND host_proven_at IS NOT NULL))
            """,
            row -> row.flag("same"),
            edit.slug(),
            id,
            edit.slug(),
            edit.host().orElse(null))
        .map(
            slug ->
                Outcome.refused(
                    Reason.CONFLICT,
                    slug
                        ? "another page has this address already"
                        : "another page has this host name already"));
  }

  private static void sections(Tx tx, long page, List<Section> sections) {
    tx.update("clearing sections", "DELETE FROM status_sections WHERE page_id = ?", page);
    for (int place = 0; place < sections.size(); place++) {
      tx.update(
          "writing a section",
          "INSERT INTO status_sections (page_id, place, title, tags) VALUES (?, ?, ?, ?::text[])",
          page,
          place,
          sections.get(place).title().strip(),
          sections.get(place).tags());
    }
  }

  private static @Nullable String hash(PageEdit.Password password) {
    return password.text().isEmpty() ? null : Passwords.hash(password.text());
  }

  static void note(Tx tx, StatusPage page, String actor, String action) {
    Audit.note(
        tx,
        page.projectId(),
        actor,
        action,
        Map.of("page", page.code().toString(), "name", page.name()));
    changed(tx, page.projectId());
  }

  /** Has every dashboard look at what its pages show, once this is committed. */
  public static void changed(Tx tx, long projectId) {
    tx.query(
        "telling dashboards",
        "SELECT pg_notify('tocsin_checks', ?)",
        row -> true,
        Long.toString(projectId));
  }
}
