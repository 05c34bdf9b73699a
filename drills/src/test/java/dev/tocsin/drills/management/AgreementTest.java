package dev.tocsin.drills.management;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The document and the server say the same. Every answer of this suite is held to the document
 * ({@link Caller}); here every operation is used once, with success.
 */
class AgreementTest {

  private final Project project = Installation.get().project("agreement");
  private final Caller key = project.write();
  private final Caller nobody = key.key(null);

  @Test
  void the_document_is_there_for_everybody_and_may_be_kept() {
    Reply reply = nobody.get("openapi.json").is(200);
    assertThat(reply.json().get("openapi").asText()).startsWith("3.1");
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(reply.header("cache-control")).contains("max-age");
    String tag = reply.header("etag");
    assertThat(tag).matches("\"[0-9a-f]+\"");
    Reply again = nobody.ask("GET", "openapi.json", "If-None-Match: " + tag).is(304);
    assertThat(again.body()).isEmpty();
    nobody.ask("GET", "openapi.json", "If-None-Match: \"other\"").is(200);
    nobody.version(2).get("openapi.json").is(404);
  }

  @Test
  void every_operation_answers_as_the_document_says() throws Exception {
    checks();
    channels();
    quiet();
    statusPages();
    projects();
    system();
    service();
    besideTheApi();
    Set<String> left = new TreeSet<>(Document.get().names());
    left.removeAll(Document.get().succeeded());
    assertThat(left).as("operations that nobody used").isEmpty();
  }

  private void checks() {
    Check check = project.check("\"name\": \"one\", \"slug\": \"one\", \"tags\": \"a\"");
    check.edit(
        "\"max_runtime\": 60, \"keep_alive\": true, \"blind_policy\": \"extend\","
            + " \"failures_before_down\": 2");
    check.ping("/start").ping("", "a body").ping("/fail").ping("/fail");
    Check child = project.check("\"schedule\": \"* * * * *\"");
    child.edit("\"depends_on\": [\"one\"], \"remind_every\": 3600");
    for (Caller caller : List.of(key, project.read())) {
      caller.get("checks/?limit=1").is(200);
      caller.get("checks/").is(200);
      caller.get(check.path()).is(200);
      caller.get("checks/" + check.uniqueKey()).is(200);
      caller.get(check.path() + "/flips/?limit=1").is(200);
      caller.get("checks/" + check.uniqueKey() + "/flips/").is(200);
      caller.get("incidents/").is(200);
      caller.get("blind/?limit=5").is(200);
      caller.get("reports/?period=day&by=check&tz=Europe/Berlin").is(200);
      caller.get("reports/?by=tag").is(200);
      caller.get("checks/" + check.uniqueKey() + "/incidents/?state=ongoing").is(200);
      caller.post("schedules/preview", "{\"schedule\": \"20 4 * * 1-5\"}").is(200);
      caller.post("schedules/preview", "{\"timeout\": 60}").is(200);
      caller.get("badges/").is(200);
    }
    key.get(check.path() + "/incidents/").is(200);
    incidents(check);
    key.get(check.path() + "/pings/?limit=2").is(200);
    key.get(check.path() + "/pings/2/body").is(200);
    key.get(check.path() + "/pings/search?text=BODY&limit=1").is(200);
    key.get(check.path() + "/pings/search?text=").is(400);
    key.get(check.path() + "/findings/").is(200);
    assertions(check);
    key.post(check.path() + "/replay", "{\"timeout\": 60, \"grace\": 60}").is(200);
    key.post(check.path() + "/replay", "{\"timeout\": 1}").is(400);
    key.post(check.path() + "/pause", "").is(200);
    key.post(check.path() + "/resume", "").is(200);
    key.post(check.path() + "/resume", "").is(409);
    String tag = key.get(check.path()).header("etag");
    key.ask("GET", check.path(), "If-None-Match: " + tag).is(304);
    key.post(check.path(), "{}".getBytes(UTF_8), "If-Match: \"x\"").is(412);
    key.post(
            "checks/bulk",
            "{\"action\": \"pause\", \"filter\": {\"tag\": \"a\"}, \"dry_run\": true}")
        .is(200);
    key.post("checks/bulk", "{\"action\": \"delete\", \"filter\": {\"all\": true}, \"expect\": 77}")
        .is(409);
    key.post("checks/bulk", "{\"action\": \"create\", \"checks\": [{\"grace\": 1}, {}]}").is(400);
    key.post("checks/bulk", "{\"action\": \"create\", \"checks\": [{\"name\": \"made in bulk\"}]}")
        .is(200);
    key.post("apply", "{\"checks\": [{\"slug\": \"one\", \"grace\": 120}, {\"slug\": \"two\"}]}")
        .is(200);
    key.post("apply", "{\"checks\": [{\"slug\": \"one\", \"grcae\": 120}]}").is(400);
    key.post(
            "import",
            "{\"checks\": [{\"uuid\": \"" + UUID.randomUUID() + "\", \"slug\": \"three\"}]}")
        .is(200);
    key.post("import", "{\"checks\": 5}").is(400);
    key.delete(check.path()).is(200);
  }

  private void assertions(Check check) {
    String wanted = "{\"assertions\": [\"rows > 0\"]}";
    key.post(check.path() + "/assertions/", wanted).is(200);
    key.post(check.path() + "/assertions/", "{\"assertions\": [\"rows\"]}").is(400);
    key.post(check.path() + "/assertions/", wanted.getBytes(UTF_8), "If-Match: \"x\"").is(412);
    key.get("assertions/").is(200);
    check.ping("", "rows=0");
    key.get(check.path() + "/pings/").is(200);
    key.get(check.path()).is(200);
    for (Caller caller : List.of(key, project.read())) {
      caller.get(check.path() + "/assertions/").is(200);
    }
  }

  private void incidents(Check check) {
    Await.that(
        "an incident of the failures",
        Duration.ofSeconds(20),
        () -> !key.get(check.path() + "/incidents/").items("incidents").isEmpty());
    String id = key.get(check.path() + "/incidents/").items("incidents").get(0).get("id").asText();
    key.get("incidents/" + id).is(200);
    key.post("incidents/" + id + "/ack", "").is(200);
    key.post("incidents/" + id + "/unack", "").is(200);
    key.post("incidents/" + id + "/assign", "{\"assignee\": \"\"}").is(200);
    key.post("incidents/" + id + "/assign", "{\"assignee\": 5}").is(400);
    key.post("incidents/" + id + "/notes", "{\"text\": \"Disk full\"}").is(200);
    key.get("incidents/" + UUID.randomUUID()).is(404);
  }

  private void statusPages() {
    String made = "{\"name\": \"Acme\", \"slug\": \"acme-%s\", \"tags\": [\"a\"]}";
    String slug = UUID.randomUUID().toString();
    String page =
        "status-pages/" + key.post("status-pages/", made.formatted(slug)).is(201).get("id");
    key.post("status-pages/", made.formatted(slug)).is(409);
    key.post("status-pages/", "{\"name\": \"Acme\", \"host\": \"localhost\"}").is(400);
    project.read().get("status-pages/").is(200);
    project.read().get(page).is(200);
    key.post(page, "{\"sections\": [{\"title\": \"Shop\", \"tags\": [\"a\"]}]}").is(200);
    key.post(page, "{\"sections\": [{\"title\": \"Shop\"}]}").is(400);
    key.post(page, "{\"host\": \"%s.example.com\"}".formatted(slug)).is(200);
    key.post(page + "/host", "").is(202);
    String said = page + "/announcements/";
    String slow = "{\"title\": \"Orders are slow\", \"body\": \"We look into it.\"}";
    String one = said + key.post(said, slow).is(201).get("id");
    key.post(said, "{\"title\": \"\"}").is(400);
    key.post(one, "{\"state\": \"resolved\", \"body\": \"As fast as ever.\"}").is(200);
    key.post(one, "{\"state\": \"done\", \"body\": \"It is no maintenance.\"}").is(400);
    project.read().get(said).is(200);
    project.read().get(one).is(200);
    key.delete(one).is(200);
    key.delete(one).is(404);
    key.delete(page).is(200);
    key.get(page).is(404);
  }

  private void quiet() {
    String silence = key.post("silences/", "{\"tag\": \"a\", \"duration\": 60}").is(201).get("id");
    key.post("silences/", "{\"duration\": -1}").is(400);
    for (Caller caller : List.of(key, project.read())) {
      caller.post("silences/preview", "{\"tag\": \"a\", \"duration\": 60}").is(200);
      caller.post("maintenance/preview", "{\"schedule\": \"0 2 * * *\", \"duration\": 60}").is(200);
    }
    key.post("silences/preview", "{}").is(400);
    key.post("maintenance/preview", "{}").is(400);
    project.read().get("silences/").is(200);
    key.delete("silences/" + silence).is(200);
    key.delete("silences/" + silence).is(404);
    String window =
        key.post("maintenance/", "{\"schedule\": \"0 2 * * *\", \"duration\": 600}")
            .is(201)
            .get("id");
    key.post("maintenance/", "{\"schedule\": \"x\", \"duration\": 600}").is(400);
    key.get("maintenance/").is(200);
    key.delete("maintenance/" + window).is(200);
    key.delete("maintenance/" + window).is(404);
  }

  private void rotas(String channel) {
    String made =
        key.post(
                "rotas/",
                ("{\"name\": \"Calls\", \"begins\": \"2027-01-04T09:00\", \"turn\": 604800,"
                        + " \"people\": [{\"name\": \"Ada\", \"channel\": \"%s\"}]}")
                    .formatted(channel))
            .is(201)
            .get("id");
    String rota = "rotas/" + made;
    key.post("rotas/", "{\"name\": \"Calls\"}").is(400);
    key.get("rotas/").is(200);
    key.get(rota).is(200);
    key.get("rotas/" + UUID.randomUUID()).is(404);
    key.post(rota, "{\"turn\": 86400}").is(200);
    key.post(rota, "{\"turn\": 60}").is(400);
    String stand =
        "{\"name\": \"Bob\", \"channel\": \"%s\", \"end\": \"2099-01-01T00:00:00Z\","
            + " \"start\": \"2098-12-01T00:00:00Z\"}";
    String override =
        key.post(rota + "/overrides/", stand.formatted(channel))
            .is(201)
            .json()
            .path("overrides")
            .path(0)
            .path("id")
            .asText();
    key.post(rota + "/overrides/", "{\"name\": \"Bob\"}").is(400);
    key.delete(rota + "/overrides/" + override).is(200);
    key.delete(rota + "/overrides/" + override).is(404);
    key.post(rota + "/calendar", "").is(201);
    key.delete(rota).is(200);
    key.delete(rota).is(404);
    String file =
        "{\"dry_run\": true, \"rotas\": [{\"name\": \"Kept\", \"begins\": \"2027-01-04T09:00\","
            + " \"turn\": 3600, \"people\": [{\"name\": \"Ada\", \"channel\": \"%s\"}]}]}";
    key.post("apply", file.formatted(channel)).is(200);
    key.post("apply", file.formatted("nobody")).is(400);
  }

  private void channels() {
    String hook =
        "{\"kind\": \"webhook\", \"name\": \"Hook\", \"assign\": true, \"settings\": {\"down\":"
            + " {\"method\": \"POST\", \"url\": \"http://127.0.0.1:1/x?token=secret\", \"body\":"
            + " \"$JSON\"}}}";
    String path = "channels/" + key.post("channels/", hook).is(201).get("id");
    String mail =
        key.post("channels/", "{\"kind\": \"email\", \"settings\": {\"to\": [\"a@b.example\"]}}")
            .is(201)
            .get("id");
    Check check = project.check("\"channels\": \"*\"");
    check.ping("").ping("/fail");
    key.get("channels/").is(200);
    key.get(path).is(200);
    key.post(path, "{\"name\": \"Hook 2\"}").is(200);
    key.post(path, "{\"name\": 5}").is(400);
    String test = key.post(path + "/test", "").is(202).get("id");
    key.get("deliveries/" + test).is(200);
    Await.that(
        "the failure is told, or it is certain that it cannot be",
        Duration.ofSeconds(20),
        () -> !settled(check).isEmpty());
    key.get("deliveries/?state=sending&limit=1").is(200);
    key.get("deliveries/").is(200);
    key.get("deliveries/?limit=x").is(400);
    key.get("deliveries/999999999").is(404);
    key.post("deliveries/" + settled(check).get(0) + "/resend", "{}").is(202);
    key.post("deliveries/" + test + "/resend", "{}").is(409);
    key.post("deliveries/999999999/resend", "{}").is(404);
    key.get(path + "/checks/").is(200);
    key.post(path + "/checks/", "{\"remove\": \"*\"}").is(200);
    rotas(path.substring(path.indexOf('/') + 1));
    key.delete("channels/" + mail).is(200);
    key.delete(path).is(200);
    key.get(path).is(404);
  }

  /** Deliveries of a check that are over. The webhook's is: its address is a private one. */
  private List<String> settled(Check check) {
    return key.get(check.path() + "/deliveries/?state=failed").items("deliveries").stream()
        .map(delivery -> delivery.get("id").asText())
        .toList();
  }

  private void projects() throws IOException {
    Caller account = key.key(accountKey("ada@example.org"));
    Caller bob = key.key(accountKey("bob@example.org"));
    moves(account, bob);
    JsonNode made = account.post("projects/", "{\"name\": \"Lab\"}").is(201).json();
    String path = "projects/" + made.get("id").asText();
    account.get("projects/").is(200);
    key.key(made.get("api_key_readonly").asText()).get(path).is(200);
    account.get(path).is(200);
    account.post(path, "{\"name\": \"Laboratory\", \"new_ping_key\": true}").is(200);
    account.post(path, "{\"name\": 5}").is(400);
    key.get(path).is(403, "");
    account.get("projects/" + UUID.randomUUID()).is(404);
    account
        .post(path + "/members/", "{\"email\": \"bob@example.org\", \"role\": \"readonly\"}")
        .is(201);
    addMember(made.get("id").asText(), "bob@example.org");
    account.post(path + "/views/", "{\"name\": \"a/b\", \"query\": \"?state=down\"}").is(201);
    account.post(path + "/views/", "{\"name\": \"bad\", \"query\": \"//x\"}").is(400);
    account.get(path + "/views/").is(200);
    // A file that is made while it is sent has no length: it ends with the connection.
    account.ask("GET", path + "/export", "Connection: close").is(200);
    account.ask("GET", "account/export", "Connection: close").is(200);
    account.get(path + "/report-mail").is(200);
    account.post(path + "/report-mail", "{\"period\": \"week\", \"tz\": \"Europe/Riga\"}").is(200);
    account.post(path + "/report-mail", "{\"period\": \"day\"}").is(400);
    account.delete(path + "/report-mail").is(200);
    account.delete(path + "/views/a%2Fb").is(200);
    account.delete(path + "/views/a").is(404);
    var invited =
        account.post(path + "/invitations/", "{\"email\": \"guest@example.org\"}").is(201);
    String invitation = path + "/invitations/" + invited.json().path("id").asText();
    account.get(path + "/invitations/").is(200);
    account.get(invitation).is(200);
    account.delete(invitation).is(200);
    account.get(path + "/audit/?action=invitation&limit=1").is(200);
    account.get(path + "/members/").is(200);
    account.get(path + "/members/bob@example.org").is(200);
    account.post(path + "/members/bob@example.org", "{\"role\": \"manager\"}").is(200);
    String elsewhere = "/checks/00000000-0000-4000-8000-000000000000/move";
    account.post(path + elsewhere, "{\"project\": \"nowhere\"}").is(400);
    account.get(path + "/offer").is(404);
    account.post(path + "/offer", "{\"email\": \"bob@example.org\"}").is(201);
    account.get(path + "/offer").is(200);
    account.post(path + "/offer/accept", "{}").is(404);
    account.delete(path + "/offer").is(200);
    account.delete(path + "/members/bob@example.org").is(200);
    account.delete(path + "/members/ada@example.org").is(409);
    String id =
        account
            .post(path + "/keys/", "{\"name\": \"k\", \"scopes\": [\"checks\"]}")
            .is(201)
            .get("id");
    account.get(path + "/keys/").is(200);
    account.get(path + "/keys/" + id).is(200);
    account
        .post(path + "/keys/" + id, "{\"name\": \"l\", \"expires_at\": \"2999-01-31T00:00:00Z\"}")
        .is(200);
    account.delete(path + "/keys/" + id).is(200);
    account.get(path + "/escalation").is(200);
    account.post(path + "/escalation", "{\"steps\": []}").is(200);
    account.post(path + "/escalation", "{\"steps\": 5}").is(400);
    account.delete(path).is(400);
    account.delete(path + "?confirm=Laboratory").is(200);
  }

  /** A check goes to another project, then that project to another owner. */
  private void moves(Caller account, Caller bob) {
    JsonNode shop = account.post("projects/", "{\"name\": \"Shop\"}").is(201).json();
    JsonNode annex = account.post("projects/", "{\"name\": \"Annex\"}").is(201).json();
    String code =
        key.key(shop.get("api_key").asText())
            .post("checks/", "{\"name\": \"moves\"}")
            .is(201)
            .get("uuid");
    String to = annex.get("id").asText();
    account
        .post(
            "projects/%s/checks/%s/move".formatted(shop.get("id").asText(), code),
            "{\"project\": \"%s\"}".formatted(to))
        .is(200);
    addMember(to, "bob@example.org");
    String offer = "projects/" + to + "/offer";
    account.post(offer, "{\"email\": \"bob@example.org\"}").is(201);
    bob.post(offer + "/accept", "{}").is(200);
  }

  /** Without asking them: by whoever runs the server. */
  private static void addMember(String project, String email) {
    TocsinProcess.run(
        Installation.get().data(), Installation.SETTINGS, "project", "add-member", project, email);
  }

  /** An account made on the command line, and a key of it. */
  private static String accountKey(String email) throws IOException {
    Path data = Installation.get().data();
    Path password =
        Files.writeString(data.resolveSibling("password-" + email), "correct horse battery");
    Map<String, String> none = Map.of();
    TocsinProcess.run(data, none, "user", "create", email, "--password-file", password.toString());
    return TocsinProcess.run(data, none, "user", "key", "create", email).strip();
  }

  private void system() throws IOException {
    Path data = Installation.get().data();
    TocsinProcess.run(data, Map.of(), "user", "operator", "ada@example.org");
    Caller operator =
        key.key(
            TocsinProcess.run(data, Map.of(), "user", "key", "create", "ada@example.org").strip());
    Check check = project.check("\"name\": \"left alone\"");
    long id = setAside(data, check);
    assertThat(TocsinProcess.run(data, Map.of(), "quarantine", "list"))
        .contains("a test", "1 ping");
    Await.that(
        "the process has said that it runs",
        Duration.ofSeconds(30),
        () -> operator.get("system/").is(200).json().get("processes").size() == 1);
    key.get("system/").is(403);
    operator.get("system/quarantine/?all=1").is(200);
    operator.get("system/quarantine/" + id).is(200);
    operator.get("system/quarantine/99999999999999999999").is(404);
    operator.post("system/quarantine/" + id + "/replay", "{}").is(202);
    operator.post("system/quarantine/" + id + "/discard", "{}").is(200);
    operator.post("system/quarantine/" + id + "/discard", "{}").is(409);
    operator.post("system/quarantine/" + check.path() + "/look", "{}").is(200);
    operator.post("system/rods/", "{\"name\": \"upkeep\"}").is(400);
    operator.post("system/rods/", "{\"name\": \"none\", \"reason\": \"x\"}").is(400);
    operator.post("system/rods/", "{\"name\": \"upkeep\", \"reason\": \"a test\"}").is(200);
    operator.get("system/rods/").is(200);
    operator.get("system/").is(200);
    operator.delete("system/rods/upkeep").is(200);
    operator.delete("system/rods/upkeep").is(404);
  }

  /** What no ping of ours brings about: a ping and a check over which the program fails. */
  private static long setAside(Path data, Check check) {
    try (Db db = Database.embedded(data)) {
      db.update(
          "leaving a check alone",
          """
          INSERT INTO checks_set_aside (check_id, why, until)
          SELECT id, 'a test', now() + interval '1 h' FROM checks WHERE code = ?::uuid
          """,
          check.path().replace("checks/", ""));
      return db.first(
              "setting a ping aside",
              """
              INSERT INTO quarantine (stream_id, position, heard_at, record, ping, why)
              VALUES (gen_random_uuid(), 1, now(), 'at: now', '\\x7f', 'a test') RETURNING id
              """,
              row -> row.number("id"))
          .orElseThrow();
    }
  }

  private void service() {
    nobody.get("status/").is(200);
    nobody.ask("GET", "metrics/", "X-Metrics-Key: " + Installation.METRICS_KEY).is(200);
    nobody.post("notifications/" + UUID.randomUUID() + "/status", "error=x").is(200);
    nobody.post("bounces/", "Subject: x\r\n\r\nx").is(200);
    nobody.get("openapi.json").is(200);
  }

  private void besideTheApi() {
    Check check = project.check("\"tags\": \"shown\"");
    JsonNode badges = key.get("badges/").is(200).json().get("badges");
    List<String> urls = new ArrayList<>(List.of(check.get("badge_url")));
    badges.get("*").forEach(url -> urls.add(url.asText()));
    badges.get("shown").forEach(url -> urls.add(url.asText()));
    String metrics = Installation.get().site() + "/projects/" + project.api().projectCode();
    urls.add(metrics + "/metrics/" + project.api().readKey());
    urls.add(metrics + "/checks/metrics/" + project.api().readKey());
    urls.add(check.get("badge_url") + "?label=Jobs&style=flat-square");
    for (String url : urls) {
      send(url).is(200);
    }
    String bearer = "Authorization: Bearer " + project.api().readKey();
    send(metrics + "/metrics/", bearer).is(200);
    send(metrics + "/metrics/").is(401);
    send(metrics + "/metrics/short").is(400);
    send(urls.get(0).replace("/b/2/", "/b/2/0")).is(404);
  }

  private Reply send(String url, String... headers) {
    String target = url.substring(Installation.get().site().length());
    return nobody.send("GET", target, new byte[0], headers);
  }
}
