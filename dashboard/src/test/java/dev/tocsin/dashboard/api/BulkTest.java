package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many checks in one call. */
class BulkTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private ApiServer.Answer bulk(String body) {
    return API.post("v3/checks/bulk", project.writeKey(), body);
  }

  private JsonNode done(String body) {
    var answer = bulk(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private String refused(int status, String body) {
    var answer = bulk(body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.error();
  }

  private List<String> seen(String member) {
    return API.get("v3/checks/", project.writeKey()).json().path("checks").findValuesAsText(member);
  }

  private long count(String table) {
    return project.one(
        "SELECT count(*) AS v FROM %s WHERE check_id IN (SELECT id FROM checks WHERE project_id = ?)"
            .formatted(table),
        project.id());
  }

  private long audits(String action) {
    return project.one(
        "SELECT count(*) AS v FROM audit WHERE project_id = ? AND action = ?",
        project.id(),
        action);
  }

  @Test
  void tags_and_channels_are_given_and_taken_and_the_rest_stays() {
    API.create(project, "name", "a", "tags", "eu prod");
    API.create(project, "name", "b", "tags", "us");
    UUID mail = project.channel("mail");
    UUID chat = project.channel("chat");
    JsonNode tagged =
        done(
            "{\"action\": \"tag\", \"filter\": {\"all\": true}, \"add\": \"night prod\", \"remove\": \"eu\"}");
    assertThat(tagged.path("changed").asInt()).isEqualTo(2);
    assertThat(seen("tags")).containsExactlyInAnyOrder("prod night", "us night prod");
    String assign =
        "{\"action\": \"assign\", \"filter\": {\"all\": true}, \"add\": \"%s\", \"remove\": \"%s\"}";
    assertThat(done(assign.formatted("mail,chat", "")).path("changed").asInt()).isEqualTo(2);
    assertThat(done(assign.formatted("mail", "")).path("changed").asInt()).as("again").isZero();
    assertThat(done(assign.formatted("", chat)).path("changed").asInt()).isEqualTo(2);
    assertThat(seen("channels")).containsOnly(mail.toString());
    assertThat(audits("check.update")).isEqualTo(6);
    assertThat(refused(400, assign.formatted("nowhere", "")))
        .contains("invalid channel identifier: nowhere");
    String long501 = "x".repeat(501);
    assertThat(
            refused(
                400,
                "{\"action\": \"tag\", \"filter\": {\"all\": true}, \"add\": \"%s\"}"
                    .formatted(long501)))
        .contains("longer than 500 characters");
  }

  @Test
  void what_a_dry_run_says_is_what_is_done() {
    UUID up = API.create(project, "name", "a", "tags", "eu prod");
    API.create(project, "name", "b", "tags", "eu");
    API.create(project, "name", "c", "tags", "us");
    project.state(up, "status = 'up', last_ping = ?, last_start = ?", Instant.now(), Instant.now());
    String before = API.get("v3/checks/", project.writeKey()).text();
    String request = "{\"action\": \"pause\", \"filter\": {\"tag\": \"eu\"}, \"dry_run\": %s}";
    JsonNode plan = done(request.formatted("true"));
    assertThat(API.get("v3/checks/", project.writeKey()).text()).isEqualTo(before);
    assertThat(audits("check.pause")).isZero();
    assertThat(plan.path("dry_run").asBoolean()).isTrue();
    assertThat(plan.path("matched").asInt()).isEqualTo(2);
    assertThat(plan.path("changed").asInt()).isEqualTo(2);
    assertThat(plan.at("/checks/0").toString())
        .isEqualTo(
            """
            {"uuid":"%s","name":"a","result":"changed","changes":{"status":["up","paused"]}}"""
                .formatted(up));
    JsonNode real = done(request.formatted("false"));
    assertThat(real.path("checks")).isEqualTo(plan.path("checks"));
    assertThat(seen("status")).containsExactly("paused", "paused", "new");
    assertThat(count("flips")).isEqualTo(2);
    assertThat(audits("check.pause")).isEqualTo(2);
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM check_state WHERE last_start IS NOT NULL AND check_id = ?",
                project.checkId(up)))
        .isZero();
    JsonNode again = done(request.formatted("false"));
    assertThat(again.path("changed").asInt()).isZero();
    assertThat(again.at("/checks/1/result").asText()).isEqualTo("unchanged");
    assertThat(count("flips")).isEqualTo(2);
    assertThat(audits("check.pause")).isEqualTo(2);
    done("{\"action\": \"resume\", \"filter\": {\"all\": true}}");
    assertThat(seen("status")).containsExactly("new", "new", "new");
    assertThat(count("flips")).isEqualTo(4);
    assertThat(audits("check.resume")).isEqualTo(2);
  }

  @Test
  void all_parts_of_a_filter_must_fit() {
    UUID a = API.create(project, "name", "Nightly dump", "slug", "dump", "tags", "eu db");
    UUID b = API.create(project, "name", "nightly sync", "slug", "sync", "tags", "eu");
    project.state(b, "status = 'down'");
    String other = API.create(API.project()).toString();
    assertThat(names("{\"tag\": [\"eu\", \"db\"]}")).containsExactly("Nightly dump");
    assertThat(names("{\"slug\": \"sync\"}")).containsExactly("nightly sync");
    assertThat(names("{\"name_contains\": \"NIGHTLY\"}")).hasSize(2);
    assertThat(names("{\"name_contains\": \"%\"}")).isEmpty();
    assertThat(names("{\"status\": [\"down\", \"up\"]}")).containsExactly("nightly sync");
    assertThat(names("{\"status\": \"new\", \"tag\": \"eu\"}")).containsExactly("Nightly dump");
    assertThat(names("{\"uuids\": []}")).isEmpty();
    assertThat(names("{\"uuids\": [\"%s\", \"%s\"], \"slug\": \"dump\"}".formatted(a, b)))
        .containsExactly("Nightly dump");
    assertThat(names("{\"tag\": \"\\u0000\"}")).isEmpty();
    JsonNode unknown =
        done(
            "{\"action\": \"pause\", \"filter\": {\"uuids\": [\"%s\", \"%s\"]}}"
                .formatted(other, a));
    assertThat(unknown.path("unknown").toString()).isEqualTo("[\"" + other + "\"]");
    assertThat(unknown.path("matched").asInt()).isEqualTo(1);
    assertThat(seen("status")).containsExactly("paused", "down");
  }

  private List<String> names(String filter) {
    return done("{\"action\": \"pause\", \"dry_run\": true, \"filter\": %s}".formatted(filter))
        .path("checks")
        .findValuesAsText("name");
  }

  @Test
  void an_update_tells_what_was_and_what_is() {
    UUID channel = project.channel("mail");
    Instant last = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    UUID simple = API.create(project, "name", "a", "timeout", 7200);
    API.create(project, "name", "b", "schedule", "5 4 * * *", "channels", "*");
    project.state(simple, "status = 'up', last_ping = ?, deadline = ?", last, last.plusSeconds(1));
    JsonNode answer =
        done(
            """
            {"action": "update", "filter": {"all": true}, "expect": 2,
             "set": {"schedule": "0 5 * * *", "tz": "Europe/Kiev", "grace": 60, "desc": "x",
                     "methods": "POST", "channels": "mail", "max_runtime": 120, "subject": "ok"}}
            """);
    JsonNode changes = answer.at("/checks/0/changes");
    assertThat(changes.path("kind").toString()).isEqualTo("[\"simple\",\"cron\"]");
    assertThat(changes.path("tz").toString()).isEqualTo("[\"UTC\",\"Europe/Kyiv\"]");
    assertThat(changes.path("grace").toString()).isEqualTo("[3600,60]");
    assertThat(changes.path("desc").toString()).isEqualTo("[\"\",\"x\"]");
    assertThat(changes.path("methods").toString()).isEqualTo("[\"\",\"POST\"]");
    assertThat(changes.path("max_runtime").toString()).isEqualTo("[0,120]");
    assertThat(changes.path("filter_subject").toString()).isEqualTo("[false,true]");
    assertThat(changes.path("channels").toString()).isEqualTo("[\"\",\"" + channel + "\"]");
    assertThat(answer.at("/checks/1/changes").has("channels")).isFalse();
    assertThat(seen("schedule")).containsExactly("0 5 * * *", "0 5 * * *");
    assertThat(seen("channels")).containsExactly(channel.toString(), channel.toString());
    assertThat(seen("status")).containsExactly("up", "new");
    assertThat(audits("check.update")).isEqualTo(2);
    assertThat(
            project.one(
                "SELECT rules_version AS v FROM check_state WHERE check_id = ?",
                project.checkId(simple)))
        .isEqualTo(2);
    assertThat(count("flips")).isZero();
  }

  @Test
  void a_wrong_set_changes_nothing_and_says_why() {
    UUID code = API.create(project, "name", "a", "min_runtime", 100);
    API.create(project, "name", "b");
    String update = "{\"action\": \"update\", \"filter\": {\"all\": true}, \"set\": %s}";
    assertThat(refused(400, update.formatted("{\"grace\": 1}")))
        .isEqualTo("json validation error: grace is too small");
    assertThat(refused(400, update.formatted("{\"channels\": \"nobody\"}")))
        .isEqualTo("invalid channel identifier: nobody");
    assertThat(refused(400, update.formatted("{\"max_runtime\": 50}")))
        .isEqualTo(
            "json validation error: min_runtime is larger than max_runtime in check " + code);
    assertThat(refused(400, update.formatted("[]"))).endsWith("set is not an object");
    assertThat(refused(400, update.formatted("{\"unique\": [\"name\"]}"))).contains("unique");
    assertThat(audits("check.update")).isZero();
  }

  @Test
  void deleting_needs_the_number() {
    UUID keep = API.create(project, "name", "keep");
    UUID gone = API.create(project, "name", "gone", "tags", "old");
    project.ping(gone, 1, "success", Instant.now(), null, "x");
    project.ping(keep, 1, "success", Instant.now(), null, "x");
    String delete = "{\"action\": \"delete\", \"filter\": {\"tag\": \"old\"}%s}";
    assertThat(refused(400, delete.formatted("")))
        .isEqualTo(
            "json validation error: expect is missing: if 1 check is to be deleted, say"
                + " \"expect\": 1");
    assertThat(refused(409, delete.formatted(", \"expect\": 2")))
        .startsWith("1 check is meant, not 2");
    assertThat(done(delete.formatted(", \"dry_run\": true")).at("/checks/0/result").asText())
        .isEqualTo("deleted");
    assertThat(seen("name")).containsExactly("keep", "gone");
    long id = project.checkId(gone);
    done(delete.formatted(", \"expect\": 1"));
    assertThat(seen("name")).containsExactly("keep");
    assertThat(project.one("SELECT count(*) AS v FROM pings WHERE check_id = ?", id)).isZero();
    assertThat(count("pings")).isEqualTo(1);
    assertThat(audits("check.delete")).isEqualTo(1);
    assertThat(refused(409, "{\"action\": \"pause\", \"filter\": {\"all\": true}, \"expect\": 5}"))
        .startsWith("1 check is meant, not 5");
  }

  @Test
  void checks_are_made_in_order_as_if_one_by_one() {
    UUID channel = project.channel("mail");
    UUID there = API.create(project, "name", "there", "slug", "s1");
    String request =
        """
        {"action": "create", "dry_run": %s, "checks": [
          {"name": "new", "timeout": 60, "grace": 60, "channels": "mail", "tags": "a b"},
          {"name": "renamed", "slug": "s1", "unique": ["slug"]},
          {"slug": "s2", "schedule": "5 4 * * *", "tz": "Europe/Kiev", "unique": ["slug"]},
          {"slug": "s2", "desc": "again", "unique": ["slug"]},
          {"slug": "s1", "name": "renamed", "unique": ["slug", "name"]},
          {}]}
        """;
    JsonNode plan = done(request.formatted("true"));
    assertThat(seen("name")).containsExactly("there");
    JsonNode made = done(request.formatted("false"));
    for (JsonNode answer : List.of(plan, made)) {
      assertThat(answer.path("checks").findValuesAsText("result"))
          .containsExactly("created", "changed", "created", "changed", "unchanged", "created");
      assertThat(answer.at("/checks/1/uuid").asText()).isEqualTo(there.toString());
      assertThat(answer.at("/checks/0/changes/channels").toString())
          .isEqualTo("[\"\",\"" + channel + "\"]");
      assertThat(answer.at("/checks/3/changes").toString())
          .isEqualTo("{\"desc\":[\"\",\"again\"]}");
    }
    assertThat(plan.at("/checks/0").has("uuid")).isFalse();
    String first = made.at("/checks/0/uuid").asText();
    assertThat(made.at("/checks/0/ping_url").asText()).isEqualTo(ApiServer.SITE + "/ping/" + first);
    assertThat(seen("name")).containsExactly("renamed", "new", "", "");
    JsonNode check = API.get("v3/checks/" + first, project.writeKey()).json();
    assertThat(check.path("timeout").asInt()).isEqualTo(60);
    assertThat(check.path("tags").asText()).isEqualTo("a b");
    assertThat(check.path("channels").asText()).isEqualTo(channel.toString());
    assertThat(seen("desc")).containsExactly("", "", "again", "");
    assertThat(audits("check.create")).isEqualTo(1 + 3);
    assertThat(audits("check.update")).isEqualTo(1);
  }

  @Test
  void every_wrong_check_is_named_and_none_is_made() {
    project.limit(3);
    API.create(project);
    var answer =
        bulk(
            """
            {"action": "create", "checks": [{}, {"grace": 1}, 7, {"name": null}]}
            """);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("checks[1]: json validation error: grace is too small");
    assertThat(answer.json().path("errors").findValuesAsText("index"))
        .containsExactly("1", "2", "3");
    assertThat(answer.json().path("errors").findValuesAsText("error"))
        .containsExactly(
            "json validation error: grace is too small",
            "json validation error: value is not an object",
            "json validation error: name is not a string");
    assertThat(refused(400, "{\"action\": \"create\", \"checks\": [{}, {\"channels\": \"x\"}]}"))
        .isEqualTo("checks[1]: invalid channel identifier: x");
    assertThat(
            refused(
                400,
                "{\"action\": \"create\", \"checks\": [{\"min_runtime\": 9, \"max_runtime\": 8}]}"))
        .isEqualTo("checks[0]: json validation error: min_runtime is larger than max_runtime");
    assertThat(refused(403, "{\"action\": \"create\", \"checks\": [{}, {}, {}]}"))
        .isEqualTo("the project may have 3 checks and has 1: there is no room for 3 more");
    assertThat(seen("name")).hasSize(1);
    done("{\"action\": \"create\", \"checks\": [{}, {}]}");
    done("{\"action\": \"create\", \"checks\": [{\"name\": \"\", \"unique\": [\"name\"]}]}");
    assertThat(seen("name")).hasSize(3);
    String many = "{\"action\": \"create\", \"checks\": [{}" + ",{}".repeat(1000) + "]}";
    assertThat(refused(400, many)).contains("more than 1000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | action must be one of create, update, tag, assign, pause, resume, delete",
        "{'action': 'Pause'} | action must be one of create, update, tag, assign, pause, resume, delete",
        "{'action': 7} | action must be one of create, update, tag, assign, pause, resume, delete",
        "{'action': 'tag', 'filter': {'all': true}} | nothing to add and nothing to remove",
        "{'action': 'pause', 'filter': {'all': true}, 'add': 'x'} | add means nothing when the action is pause",
        "{'action': 'assign', 'filter': {'all': true}, 'add': ['x']} | add is not a string",
        "{'action': 'pause'} | filter is not an object",
        "{'action': 'pause', 'filter': null} | filter is not an object",
        "{'action': 'pause', 'filter': {}} | filter is empty: if every check is meant, say {\"all\": true}",
        "{'action': 'pause', 'filter': {'tags': 'x'}} | filter has an unknown member: tags",
        "{'action': 'pause', 'filter': {'all': false}} | all must be true, or not be there",
        "{'action': 'pause', 'filter': {'all': 1}} | all must be true, or not be there",
        "{'action': 'pause', 'filter': {'all': true, 'tag': 'x'}} | all leaves nothing for other members of filter to say",
        "{'action': 'pause', 'filter': {'tag': ''}} | tag is empty",
        "{'action': 'pause', 'filter': {'tag': []}} | tag is empty",
        "{'action': 'pause', 'filter': {'tag': ['a', 7]}} | an item in 'tag' is not a string",
        "{'action': 'pause', 'filter': {'slug': ''}} | slug is empty",
        "{'action': 'pause', 'filter': {'slug': ['a']}} | slug is not a string",
        "{'action': 'pause', 'filter': {'name_contains': ''}} | name_contains is empty",
        "{'action': 'pause', 'filter': {'status': 'started'}} | status must be of new, up, grace, down, paused",
        "{'action': 'pause', 'filter': {'uuids': 'x'}} | uuids is not an array",
        "{'action': 'pause', 'filter': {'uuids': ['x']}} | an item in 'uuids' is not a UUID in lower case",
        "{'action': 'pause', 'filter': {'all': true}, 'dryrun': true} | dryrun is no member of a bulk request",
        "{'action': 'pause', 'filter': {'all': true}, 'dry_run': 'true'} | dry_run is not a boolean",
        "{'action': 'pause', 'filter': {'all': true}, 'expect': 1.0} | expect is not a number",
        "{'action': 'pause', 'filter': {'all': true}, 'expect': -1} | expect is out of range",
        "{'action': 'pause', 'filter': {'all': true}, 'expect': 99999999999999999999} | expect is out of range",
        "{'action': 'pause', 'filter': {'all': true}, 'set': {}} | set means nothing when the action is pause",
        "{'action': 'update', 'filter': {'all': true}} | set is not an object",
        "{'action': 'create', 'filter': {'all': true}} | filter means nothing when the action is create",
        "{'action': 'create', 'checks': {}} | checks is not an array",
      })
  void what_cannot_be_meant_is_refused(String body, String problem) {
    API.create(project);
    assertThat(refused(400, body.replace('\'', '"')).replace('"', '\''))
        .isEqualTo("json validation error: " + problem.replace('"', '\''));
    assertThat(seen("status")).containsExactly("new");
  }

  @Test
  void names_that_are_no_text_do_no_harm() {
    assertThat(refused(400, "{\"\\u0000\": 1}")).contains("no member");
    assertThat(refused(400, "{\"action\": \"pause\", \"filter\": {\"\\u0000\": 1}}"))
        .contains("unknown member");
    assertThat(refused(400, "{\"" + "x".repeat(1_000_000) + "\": 1}")).hasSizeLessThan(200);
    assertThat(refused(400, "{\"\\ud800\": 1}")).isEqualTo("could not parse request body");
  }

  @Test
  void only_those_who_may_write_may_do_it_and_only_in_version_3() {
    String body = "{\"action\": \"pause\", \"filter\": {\"all\": true}}";
    assertThat(API.post("v3/checks/bulk", project.readKey(), body).status()).isEqualTo(401);
    assertThat(API.post("v2/checks/bulk", project.writeKey(), body).status()).isEqualTo(404);
    assertThat(API.get("v3/checks/bulk", project.writeKey()).status()).isEqualTo(405);
    assertThat(API.send("OPTIONS", "v3/checks/bulk", null, null).status()).isEqualTo(204);
  }

  @Test
  void a_bulk_of_one_check_writes_what_a_single_call_writes() {
    for (String set :
        List.of(
            "{\"grace\": 60}",
            "{\"schedule\": \"5 4 * * *\"}",
            "{\"name\": \"n\"}",
            "{\"channels\": \"*\", \"tags\": \"t\", \"keep_alive\": true}")) {
      for (String action : List.of("update", "pause", "resume")) {
        assertThat(rowsAfter(action, set, true)).isEqualTo(rowsAfter(action, set, false));
      }
    }
  }

  /** All that is kept of a check after a change, apart from ids and the time of the change. */
  private String rowsAfter(String action, String set, boolean bulk) {
    TestProject own = API.project();
    own.channel("mail");
    UUID code = API.create(own, "name", "x", "slug", "x");
    Instant last = Instant.parse("2026-11-20T10:00:00.123456Z");
    own.state(
        code,
        "status = ?, last_ping = ?, last_start = ?, last_start_rid = ?, last_duration = 1500000,"
            + " n_pings = 7, deadline = ?, wake_at = ?",
        action.equals("resume") ? "paused" : "up",
        last,
        last.plusSeconds(5),
        new UUID(1, 2),
        last.plusSeconds(3605),
        last.plusSeconds(9999));
    String at = "v3/checks/" + code;
    boolean update = action.equals("update");
    var answer =
        bulk
            ? API.post(
                "v3/checks/bulk",
                own.writeKey(),
                "{\"action\": \"%s\", \"filter\": {\"slug\": \"x\"}%s}"
                    .formatted(action, update ? ", \"set\": " + set : ""))
            : API.post(update ? at : at + "/" + action, own.writeKey(), update ? set : "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return own.db()
        .first(
            "reading all",
            """
            SELECT concat_ws(' ',
                     to_jsonb(c) - '{id,code,badge_code,project_id,created_at}'::text[],
                     to_jsonb(s) - '{check_id,switched_at,edited_at}'::text[],
                     s.switched_at IS NULL, s.edited_at IS NULL,
                     (SELECT jsonb_agg(to_jsonb(f) - '{id,check_id,at,noted_at}'::text[]) FROM flips f WHERE f.check_id = c.id),
                     (SELECT count(*) FROM check_channels a WHERE a.check_id = c.id),
                     (SELECT jsonb_agg(jsonb_build_array(action, detail - 'check' #- '{changes,channels}') ORDER BY id) FROM audit WHERE project_id = c.project_id)) AS t
              FROM checks c JOIN check_state s ON s.check_id = c.id WHERE c.code = ?
            """,
            row -> row.string("t"),
            code)
        .orElseThrow();
  }
}
