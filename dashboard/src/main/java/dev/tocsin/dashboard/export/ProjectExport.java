package dev.tocsin.dashboard.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.dashboard.channels.ChannelRow;
import dev.tocsin.dashboard.channels.ProjectChannels;
import dev.tocsin.dashboard.people.Audit;
import dev.tocsin.dashboard.people.Project;
import dev.tocsin.dashboard.status.subscribers.Targets;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Everything that is kept of a project, without what is secret in it. Blocking. */
public final class ProjectExport {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bodies of a page of pings, in bytes; the last one may go beyond it. */
  private static final int BODIES_AT_ONCE = 2_000_000;

  private static final int PINGS_AT_ONCE = 200;

  private static final String README =
      """
      Everything that Tocsin keeps of the project %s (%s).

      Each file is a list of JSON objects, one a line. Times have their offset; spans are seconds. Bodies of
      pings are base64. There is a file of pings for each check, by its UUID; what is past the retention of the
      project is not kept, and so is not here.

      Not in it: keys and passwords, which are kept as hashes or sealed (settings of channels have them masked).
      In subscribers.json are the addresses of people who want to be told what a status page announces: they gave
      them for that, and for nothing else. It was read piece by piece while pings came in: files may differ by what happened meanwhile.
      """;

  private final Db db;
  private final ProjectChannels channels;
  private final StatusPageParts pages;

  public ProjectExport(Db db, ProjectChannels channels, Targets targets) {
    this.db = db;
    this.channels = channels;
    this.pages = new StatusPageParts(db, targets);
  }

  /** What the file is called. */
  public static String fileName(Project project) {
    return "project-%s.zip".formatted(project.code());
  }

  /** Notes in the audit log that somebody takes a copy. */
  public void note(Project project, String actor) {
    db.transaction(
        "noting an export",
        tx -> {
          Audit.note(tx, project.id(), actor, "project.export", Map.of());
          return true;
        });
  }

  /** Writes the file. */
  public void write(Project project, OutputStream out) throws IOException {
    try (Archive archive = new Archive(db, out)) {
      archive.text("README.txt", README.formatted(project.name(), project.code()));
      for (Part part : ProjectParts.of(project.id())) {
        archive.part(part);
      }
      channels(archive, project.id());
      for (Part part : ProjectParts.ofPeople(project.id())) {
        archive.part(part);
      }
      pages.write(archive, project.id());
      pings(archive, project.id());
      archive.finish();
    }
  }

  private void channels(Archive archive, long projectId) throws IOException {
    archive.begin("channels");
    boolean first = true;
    for (ChannelRow channel : channels.of(projectId)) {
      archive.element(object(channel), first);
      first = false;
    }
    archive.end();
  }

  private String object(ChannelRow channel) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("uuid", channel.code().toString())
            .put("kind", channel.kind())
            .put("name", channel.name())
            .put("skip_short", channel.skipShort())
            .put("broken_why", channel.brokenWhy());
    Optional<String> settings = channels.masked(channel);
    try {
      json.set("settings", settings.isPresent() ? JSON.readTree(settings.get()) : null);
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings are JSON", e);
    }
  }

  private record Check(long id, UUID code) {}

  private record Ping(long n, String json) {}

  private void pings(Archive archive, long projectId) throws IOException {
    long after = 0;
    List<Check> checks;
    do {
      checks =
          db.query(
              "exporting pings",
              "SELECT id, code FROM checks WHERE project_id = ? AND id > ? ORDER BY id LIMIT 500",
              row -> new Check(row.number("id"), row.uuid("code")),
              projectId,
              after);
      for (Check check : checks) {
        pings(archive, check);
        after = check.id();
      }
    } while (!checks.isEmpty());
  }

  private void pings(Archive archive, Check check) throws IOException {
    List<Ping> page = page(check, 0);
    if (page.isEmpty()) {
      return;
    }
    archive.begin("pings/" + check.code());
    boolean first = true;
    while (!page.isEmpty()) {
      long after = 0;
      for (Ping ping : page) {
        archive.element(ping.json(), first);
        first = false;
        after = ping.n();
      }
      page = page(check, after);
    }
    archive.end();
  }

  /** As many as have so many bytes of bodies, and one at least. */
  private List<Ping> page(Check check, long after) {
    return db.query(
        "exporting pings of check " + check.code(),
        """
        SELECT n, to_jsonb(t)::text AS j FROM (
          SELECT p.n, p.at, p.kind, p.scheme, p.method, p.remote_addr, p.ua, p.rid, p.exit_status,
                 p.broken, translate(encode(p.body, 'base64'), E'\\n', '') AS body_base64
            FROM (SELECT n, sum(octet_length(body)) OVER (ORDER BY n)
                           - coalesce(octet_length(body), 0) AS before
                    FROM (SELECT n, body FROM pings WHERE check_id = ? AND n > ?
                           ORDER BY n LIMIT ?) next) sized
            JOIN pings p ON p.check_id = ? AND p.n = sized.n
           WHERE coalesce(sized.before, 0) < ?) t
         ORDER BY n
        """,
        row -> new Ping(row.number("n"), row.string("j")),
        check.id(),
        after,
        PINGS_AT_ONCE,
        check.id(),
        BODIES_AT_ONCE);
  }
}
