package dev.tocsin.dashboard.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.dashboard.status.subscribers.Targets;
import dev.tocsin.store.Db;
import dev.tocsin.store.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of the status pages of a project and is no plain row: logos, and who is told. */
final class StatusPageParts {

  private static final int ROWS = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Db db;
  private final Targets targets;

  StatusPageParts(Db db, Targets targets) {
    this.db = db;
    this.targets = targets;
  }

  void write(Archive archive, long projectId) throws IOException {
    subscribers(archive, projectId);
    logos(archive, projectId);
  }

  /**
   * Somebody who is told.
   *
   * @param target where; null: it was sealed with another secret key
   */
  private record Subscriber(
      long id,
      String page,
      String kind,
      @Nullable String target,
      @Nullable String confirmed,
      String created) {}

  private void subscribers(Archive archive, long projectId) throws IOException {
    archive.begin("subscribers");
    long after = 0;
    List<Subscriber> some = subscribers(projectId, after);
    boolean first = true;
    while (!some.isEmpty()) {
      for (Subscriber one : some) {
        archive.element(object(one).toString(), first);
        first = false;
        after = one.id();
      }
      some = subscribers(projectId, after);
    }
    archive.end();
  }

  private List<Subscriber> subscribers(long projectId, long after) {
    return db.query(
        "exporting subscribers",
        """
        SELECT s.id, p.slug, s.kind, s.target, to_jsonb(s.confirmed_at) #>> '{}' AS confirmed_at,
               to_jsonb(s.created_at) #>> '{}' AS created_at
          FROM status_subscribers s JOIN status_pages p ON p.id = s.page_id
         WHERE p.project_id = ? AND s.id > ? ORDER BY s.id LIMIT ?
        """,
        this::subscriber,
        projectId,
        after,
        ROWS);
  }

  private Subscriber subscriber(Row row) throws SQLException {
    return new Subscriber(
        row.number("id"),
        row.string("slug"),
        row.string("kind"),
        targets.open(row.bytes("target")).orElse(null),
        row.stringOrNull("confirmed_at"),
        row.string("created_at"));
  }

  private static ObjectNode object(Subscriber one) {
    return JSON.createObjectNode()
        .put("page", one.page())
        .put("kind", one.kind())
        .put("target", one.target())
        .put("confirmed_at", one.confirmed())
        .put("created_at", one.created());
  }

  private record Page(long id, String slug, boolean png) {}

  /** A picture at a time: each may be as large as one may be. */
  private void logos(Archive archive, long projectId) throws IOException {
    List<Page> pages =
        db.query(
            "looking for logos",
            """
            SELECT id, slug, logo_type = 'image/png' AS png FROM status_pages
             WHERE project_id = ? AND logo IS NOT NULL ORDER BY id
            """,
            row -> new Page(row.number("id"), row.string("slug"), row.flag("png")),
            projectId);
    for (Page page : pages) {
      List<byte[]> logo =
          db.query(
              "exporting a logo",
              "SELECT logo FROM status_pages WHERE id = ? AND logo IS NOT NULL",
              row -> row.bytes("logo"),
              page.id());
      for (byte[] bytes : logo) {
        archive.bytes("logos/%s.%s".formatted(page.slug(), page.png() ? "png" : "jpg"), bytes);
      }
    }
  }
}
