package dev.tocsin.dashboard.status;

import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import dev.tocsin.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads status pages. Blocking. */
public final class StatusPages {

  private static final String SELECT =
      """
      SELECT id, code, project_id, slug, name, about, host, host_proven_at, host_looked_at,
             host_problem, password_hash, tags,
             logo IS NOT NULL AS logo, subscribable, created_at FROM status_pages
      """;

  private final Db db;

  public StatusPages(Db db) {
    this.db = db;
  }

  /** The first of all pages there are, oldest first. */
  public List<StatusPage> all(int limit) {
    return db.transaction("reading status pages", tx -> read(tx, " ORDER BY id LIMIT ?", limit));
  }

  /** Those of a project, oldest first. */
  public List<StatusPage> ofProject(long projectId) {
    return db.transaction(
        "reading the status pages of project " + projectId,
        tx -> read(tx, " WHERE project_id = ? ORDER BY id", projectId));
  }

  /** One of a project. */
  public Optional<StatusPage> find(long projectId, UUID code) {
    return db.transaction("reading status page " + code, tx -> find(tx, projectId, code));
  }

  static Optional<StatusPage> find(Tx tx, long projectId, UUID code) {
    return read(tx, " WHERE project_id = ? AND code = ?", projectId, code).stream().findFirst();
  }

  /** The picture of a page. */
  public Optional<Logo> logo(long pageId) {
    return db.first(
        "reading a logo",
        "SELECT logo_type, logo FROM status_pages WHERE id = ? AND logo IS NOT NULL",
        row -> new Logo(row.string("logo_type"), row.bytes("logo")),
        pageId);
  }

  private static List<StatusPage> read(Tx tx, String which, Object... parameters) {
    List<StatusPage> bare =
        tx.query("reading status pages", SELECT + which, StatusPages::page, parameters);
    if (bare.isEmpty()) {
      return bare;
    }
    List<Long> ids = bare.stream().map(StatusPage::id).toList();
    Map<Long, List<Section>> sections = sections(tx, ids);
    Map<Long, Map<Long, CheckLook>> looks = looks(tx, ids);
    return bare.stream()
        .map(
            page ->
                with(
                    page,
                    sections.getOrDefault(page.id(), List.of()),
                    looks.getOrDefault(page.id(), Map.of())))
        .toList();
  }

  private static Map<Long, List<Section>> sections(Tx tx, List<Long> ids) {
    Map<Long, List<Section>> byPage = new HashMap<>();
    tx.query(
            "reading sections",
            """
            SELECT page_id, title, tags FROM status_sections WHERE page_id = ANY(?)
             ORDER BY page_id, place
            """,
            row ->
                Map.entry(
                    row.number("page_id"), new Section(row.string("title"), row.strings("tags"))),
            ids)
        .forEach(
            e -> byPage.computeIfAbsent(e.getKey(), id -> new ArrayList<>()).add(e.getValue()));
    return byPage;
  }

  private static Map<Long, Map<Long, CheckLook>> looks(Tx tx, List<Long> ids) {
    record Look(long page, long check, CheckLook look) {}
    Map<Long, Map<Long, CheckLook>> byPage = new HashMap<>();
    tx.query(
            "reading how pages show checks",
            """
            SELECT page_id, check_id, name, hidden, place FROM status_page_checks
             WHERE page_id = ANY(?)
            """,
            row ->
                new Look(
                    row.number("page_id"),
                    row.number("check_id"),
                    new CheckLook(row.string("name"), row.flag("hidden"), row.integer("place"))),
            ids)
        .forEach(
            one ->
                byPage
                    .computeIfAbsent(one.page(), id -> new HashMap<>())
                    .put(one.check(), one.look()));
    return byPage;
  }

  private static StatusPage with(
      StatusPage page, List<Section> sections, Map<Long, CheckLook> looks) {
    return new StatusPage(
        page.id(),
        page.code(),
        page.projectId(),
        page.slug(),
        page.name(),
        page.about(),
        page.host(),
        page.proof(),
        page.passwordHash(),
        page.tags(),
        sections,
        looks,
        page.logo(),
        page.subscribable(),
        page.createdAt());
  }

  private static StatusPage page(Row row) throws SQLException {
    return new StatusPage(
        row.number("id"),
        row.uuid("code"),
        row.number("project_id"),
        row.string("slug"),
        row.string("name"),
        row.string("about"),
        Optional.ofNullable(row.stringOrNull("host")),
        new HostProof(
            Optional.ofNullable(row.instantOrNull("host_proven_at")),
            Optional.ofNullable(row.instantOrNull("host_looked_at")),
            row.string("host_problem")),
        Optional.ofNullable(row.stringOrNull("password_hash")),
        row.strings("tags"),
        List.of(),
        Map.of(),
        row.flag("logo"),
        row.flag("subscribable"),
        row.instant("created_at"));
  }
}
