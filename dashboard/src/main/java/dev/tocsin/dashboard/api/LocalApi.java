package dev.tocsin.dashboard.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Channels;
import dev.tocsin.dashboard.checks.CheckFilter;
import dev.tocsin.dashboard.checks.CheckList;
import dev.tocsin.dashboard.checks.CheckQueries;
import dev.tocsin.store.CheckObject;
import dev.tocsin.store.CheckObject.Version;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A few calls of the Management API without HTTP and without a key, for a command that works on the
 * database itself: the same answers, byte for byte. Blocking.
 *
 * @param projectId the project that a key would have stood for
 * @param actor who does it, for the audit log
 */
public record LocalApi(
    ApiConfig config, Db db, SecretBox secrets, Channels kinds, long projectId, String actor) {

  /** What an HTTP client would see of an answer. */
  public record Answer(int status, byte[] body) {}

  /**
   * A call.
   *
   * @param path after {@code /api/v3/}: {@code apply}, {@code import}, {@code checks/} or {@code
   *     channels/}
   * @param body JSON; nothing for a call that only reads
   */
  public Answer call(String path, byte[] body) {
    Reply reply = body.length == 0 ? read(path) : post(path, body);
    return new Answer(reply.status(), reply.body().bytes());
  }

  private Reply read(String path) {
    return switch (path) {
      case "checks/" -> checks();
      case "channels/" -> channels();
      default -> OwnChecks.notFound();
    };
  }

  private Reply channels() {
    record Listed(UUID id, String name, String kind) {}
    return Reply.json(
        200,
        Map.of(
            "channels",
            db.query(
                "reading the channels of project " + projectId,
                "SELECT code, name, kind FROM channels WHERE project_id = ? ORDER BY id",
                row -> new Listed(row.uuid("code"), row.string("name"), row.string("kind")),
                projectId)));
  }

  private Reply checks() {
    var objects = new CheckObject(config.siteUrl(), config.pingUrl());
    CheckList list = new CheckQueries(db).byProject(projectId, CheckFilter.ALL);
    return Reply.json(
        Json.list(
            "checks",
            list.checks(),
            check ->
                objects.full(
                    Version.V3, check, list.view(check).channels(), list.view(check).asOf()),
            Map.of()));
  }

  private Reply post(String path, byte[] body) {
    Optional<JsonNode> json = Json.parse(body).filter(JsonNode::isObject);
    if (json.isEmpty()) {
      return Reply.error(400, "could not parse request body");
    }
    var requests = new ApplyRequests(config, db, secrets, kinds);
    return switch (path) {
      case "apply" -> requests.apply(projectId, actor, json.get());
      case "import" -> requests.importChecks(projectId, actor, json.get());
      default -> OwnChecks.notFound();
    };
  }
}
