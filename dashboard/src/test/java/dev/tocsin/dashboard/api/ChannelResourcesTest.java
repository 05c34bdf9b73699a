package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.channels.ChannelTests;
import dev.tocsin.dashboard.channels.ProjectChannels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Channels made, read, changed and deleted by programs. */
class ChannelResourcesTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final String HOOK =
      """
      {"kind": "webhook", "name": " Hook ", "settings": {"down": {"method": "POST",
       "url": "https://hooks.example.org/T0?k=s3cret", "headers": {"X-Token": "s3cret"},
       "body": "$JSON"}}}
      """;
  private static final String MAIL =
      """
      {"kind": "email", "name": "Ops", "settings": {"to": ["ops@example.org"], "up": false}}
      """;

  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private ApiServer.Answer post(String path, String body) {
    return API.post("v3/channels/" + path, project.writeKey(), body);
  }

  private JsonNode get(UUID channel) {
    return API.get("v3/channels/" + channel, project.writeKey()).json();
  }

  private UUID make(String body) {
    ApiServer.Answer made = post("", body);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return UUID.fromString(made.json().path("id").asText());
  }

  private String stored(UUID channel) {
    byte[] sealed =
        API.db
            .first(
                "reading settings",
                "SELECT settings FROM channels WHERE code = ?",
                row -> row.bytes("settings"),
                channel)
            .orElseThrow();
    return new String(API.secrets.open(sealed), StandardCharsets.UTF_8);
  }

  private String audit() {
    return String.join(
        ",",
        API.db.query(
            "reading the audit log",
            "SELECT action FROM audit WHERE project_id = ? AND actor LIKE 'api:%' ORDER BY id",
            row -> row.string("action"),
            project.id()));
  }

  @Test
  void a_channel_is_made_with_its_lane_and_listed_as_the_protocol_has_it() {
    UUID made = make(MAIL);
    assertThat(API.get("v1/channels/", project.writeKey()).text())
        .isEqualTo(
            "{\"channels\":[{\"id\":\"%s\",\"name\":\"Ops\",\"kind\":\"email\"}]}".formatted(made));
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM lanes l JOIN channels c ON c.id = l.channel_id
                 WHERE c.code = ?
                """,
                made))
        .isEqualTo(1);
    assertThat(get(made).toString())
        .isEqualTo(
            """
            {"id":"%s","name":"Ops","kind":"email","summary":"ops@example.org",\
            "settings":{"to":["ops@example.org"],"up":false},"checks":0,"skip_short":false,\
            "broken_since":null,"broken_why":"","last_delivery":null}"""
                .formatted(made));
    assertThat(audit()).isEqualTo("channel.create");
  }

  @Test
  void a_channel_says_whether_it_leaves_out_what_is_over_at_once() {
    String kind = "\"kind\":\"email\",\"settings\":{\"to\":[\"ops@example.org\"]}";
    var made =
        API.post("v3/channels/", project.writeKey(), "{%s,\"skip_short\":true}".formatted(kind));
    assertThat(made.json().path("skip_short").asBoolean()).as(made.text()).isTrue();
    String path = "v3/channels/" + made.json().path("id").asText();
    assertThat(API.post(path, project.writeKey(), "{}").json().path("skip_short").asBoolean())
        .isTrue();
    assertThat(
            API.post(path, project.writeKey(), "{\"skip_short\":false}")
                .json()
                .path("skip_short")
                .asBoolean())
        .isFalse();
    assertThat(API.post(path, project.writeKey(), "{\"skip_short\":1}").error())
        .isEqualTo("json validation error: skip_short is not a boolean");
  }

  @Test
  void secrets_are_masked_and_stay_when_the_mask_is_sent_back() {
    UUID made = make(HOOK);
    JsonNode read = get(made);
    assertThat(read.path("name").asText()).isEqualTo("Hook");
    assertThat(read.toString())
        .contains("hooks.example.org", "X-Token", "$JSON")
        .doesNotContain("s3cret");
    String changed = read.path("settings").toString().replace("$JSON", "$NAME");
    var answer = post(made.toString(), "{\"settings\": " + changed + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text()).doesNotContain("s3cret");
    assertThat(stored(made)).contains("T0?k=s3cret", "\"X-Token\":\"s3cret\"", "$NAME");

    String elsewhere = changed.replace("hooks.example.org", "evil.example");
    var refused = post(made.toString(), "{\"settings\": " + elsewhere + "}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).startsWith("json validation error: settings.down.headers.X-Token:");
    assertThat(stored(made)).doesNotContain("evil");
  }

  @Test
  void a_group_is_made_of_names_and_codes_and_read_back_as_codes() {
    UUID ops = make(MAIL);
    UUID hook = make(HOOK);
    UUID group =
        make(
            """
            {"kind": "group", "name": "All", "settings": {"channels": ["Ops", "%s"]}}
            """
                .formatted(hook));
    assertThat(get(group).path("settings").toString())
        .isEqualTo("{\"channels\":[\"%s\",\"%s\"]}".formatted(ops, hook));
    assertThat(get(group).path("summary").asText()).isEqualTo("Ops, Hook");
    assertThat(stored(group)).as("for SQL to see").isEqualTo("{}");
    assertThat(post(group.toString(), "{\"settings\": {\"channels\": [\"Hook\"]}}").status())
        .isEqualTo(200);
    assertThat(get(group).path("summary").asText()).isEqualTo("Hook");
    for (String wrong : List.of("nobody", "All", group.toString())) {
      var refused =
          post(group.toString(), "{\"settings\": {\"channels\": [\"%s\"]}}".formatted(wrong));
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.error()).startsWith("json validation error: settings.channels[0]: ");
    }
    assertThat(API.delete("v3/channels/" + hook, project.writeKey()).status()).isEqualTo(200);
    assertThat(get(group).path("settings").toString()).isEqualTo("{\"channels\":[]}");
    post(group + "/test", "");
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM deliveries d JOIN channels c ON c.id = d.channel_id
                 WHERE c.code = ?
                """,
                group))
        .as("a group without members says so itself")
        .isEqualTo(1);
  }

  @Test
  void commands_of_the_server_are_not_for_everybody() {
    var refused = post("", "{\"kind\": \"shell\", \"settings\": {\"command\": [\"/bin/true\"]}}");
    assertThat(refused.error()).isEqualTo("json validation error: kind has unexpected value");
  }

  @Test
  void a_change_mends_what_was_broken_and_wakes_what_waits() {
    UUID made = make(MAIL);
    API.db.update(
        "breaking it",
        "UPDATE channels SET broken_since = now(), broken_why = 'no such user' WHERE code = ?",
        made);
    API.db.update("failing", "UPDATE lanes SET failures = 9, next_at = NULL");
    assertThat(get(made).path("broken_why").asText()).isEqualTo("no such user");
    assertThat(post(made.toString(), "{\"name\": \"Ops 2\"}").json().path("broken_since").isNull())
        .isTrue();
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM lanes l JOIN channels c ON c.id = l.channel_id
                 WHERE c.code = ? AND failures = 0 AND next_at <= clock_timestamp()
                """,
                made))
        .isEqualTo(1);
    assertThat(stored(made)).contains("ops@example.org");
    assertThat(audit()).isEqualTo("channel.create,channel.update");
    assertThat(post(made.toString(), "{\"name\": \"Ops 2\", \"kind\": \"email\"}").status())
        .isEqualTo(200);
    assertThat(post(made.toString(), "").status()).isEqualTo(200);
    assertThat(audit()).as("nothing changed").isEqualTo("channel.create,channel.update");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | kind has unexpected value",
        "{\"kind\": 1} | kind is not a string",
        "{\"kind\": \"pigeon\"} | kind has unexpected value",
        "{\"kind\": \"email\", \"name\": 5} | name is not a string",
        "{\"kind\": \"email\", \"name\": \"LONG\"} | name is too long",
        "{\"kind\": \"email\", \"name\": \"a\\u0000\"} | name contains an invalid character",
        "{\"kind\": \"email\", \"settings\": []} | settings is not an object",
        "{\"kind\": \"email\", \"assign\": 1} | assign is not a boolean",
        "{\"kind\": \"email\"} | settings.to: enter at least one address",
        "{\"kind\": \"email\", \"settings\": {\"to\": [\"x\"]}}"
            + " | settings.to[0]: enter an address like ops@example.org",
        "{\"kind\": \"webhook\", \"settings\": {\"down\": {\"url\": \"ftp://x\"}}} | settings.down.url",
      })
  void what_is_wrong_is_named_and_nothing_is_saved(String body, String problem) {
    var answer = post("", body.replace("LONG", "x".repeat(ProjectChannels.LONGEST_NAME + 1)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).startsWith("json validation error: " + problem);
    assertThat(API.get("v3/channels/", project.writeKey()).json().path("channels")).isEmpty();
    assertThat(audit()).isEmpty();
  }

  @Test
  void a_kind_stays_what_it_is() {
    var answer = post(make(MAIL).toString(), "{\"kind\": \"webhook\"}");
    assertThat(answer.error()).isEqualTo("json validation error: kind cannot be changed");
  }

  @Test
  void the_bound_of_channels_is_kept() {
    API.db.update(
        "making channels",
        """
        INSERT INTO channels (project_id, kind, settings)
        SELECT ?, 'email', '' FROM generate_series(1, ?)
        """,
        project.id(),
        1_000);
    assertThat(post("", MAIL).error())
        .isEqualTo("this project may have 1,000 channels, and no more: delete one first");
  }

  @Test
  void others_can_neither_read_nor_change_it_and_a_read_key_cannot_either() {
    UUID made = make(MAIL);
    TestProject other = API.project();
    for (String path : new String[] {"", "/test", "/checks/"}) {
      String at = "v3/channels/" + made + path;
      assertThat(API.post(at, other.writeKey(), "{}").status()).isEqualTo(403);
      assertThat(API.post(at, project.readKey(), "{}").status()).isEqualTo(401);
    }
    assertThat(API.get("v3/channels/" + made, other.writeKey()).status()).isEqualTo(403);
    assertThat(API.get("v3/channels/" + made, project.readKey()).status()).isEqualTo(401);
    assertThat(API.delete("v3/channels/" + made, other.writeKey()).status()).isEqualTo(403);
    assertThat(API.get("v3/channels/" + UUID.randomUUID(), project.writeKey()).status())
        .isEqualTo(404);
  }

  @Test
  void earlier_versions_only_list() {
    UUID made = make(MAIL);
    assertThat(API.post("v2/channels/", project.writeKey(), MAIL).status()).isEqualTo(405);
    assertThat(API.get("v1/channels/" + made, project.writeKey()).status()).isEqualTo(404);
    assertThat(API.get("v2/deliveries/", project.writeKey()).status()).isEqualTo(404);
  }

  @Test
  void a_deleted_channel_is_gone_with_all_that_waits_for_it() {
    UUID made = make(MAIL);
    post(made + "/test", "");
    assertThat(API.delete("v3/channels/" + made, project.writeKey()).json().path("name").asText())
        .isEqualTo("Ops");
    assertThat(API.get("v3/channels/" + made, project.writeKey()).status()).isEqualTo(404);
    assertThat(API.get("v3/deliveries/", project.writeKey()).json().path("deliveries")).isEmpty();
    assertThat(audit()).isEqualTo("channel.create,channel.test,channel.delete");
  }

  @Test
  void a_test_is_queued_for_the_alerter_and_its_result_can_be_read() {
    UUID made = make(MAIL);
    var asked = post(made + "/test", "");
    assertThat(asked.status()).isEqualTo(202);
    String url = asked.json().path("url").asText();
    assertThat(url)
        .isEqualTo(ApiServer.SITE + "/api/v3/deliveries/" + asked.json().path("id").asLong());
    assertThat(asked.json().path("state").asText()).isEqualTo("waiting");
    assertThat(
            project.one(
                """
                SELECT count(*) AS v FROM lanes l JOIN channels c ON c.id = l.channel_id
                 WHERE c.code = ? AND l.next_at <= clock_timestamp()
                """,
                made))
        .isEqualTo(1);
    String path = url.substring(url.indexOf("v3/"));
    assertThat(API.get(path, project.writeKey()).json()).isEqualTo(asked.json());
    assertThat(API.get(path, API.project().writeKey()).status()).isEqualTo(404);
    assertThat(get(made).path("last_delivery").path("reason").asText()).isEqualTo("test");
    for (int i = 1; i < ChannelTests.MOST; i++) {
      assertThat(post(made + "/test", "").status()).isEqualTo(202);
    }
    assertThat(post(made + "/test", "").error()).isEqualTo("10 tests wait already");
  }

  @Test
  void checks_are_assigned_and_taken_away_in_one_step() {
    UUID made = make(MAIL);
    UUID a = API.create(project, "name", "a");
    UUID b = API.create(project, "name", "b", "tags", "x y");
    UUID c = API.create(project, "name", "c");
    String path = made + "/checks/";
    assertThat(post(path, ApiServer.object("add", new UUID[] {a, b})).text())
        .contains("\"added\":2", "\"removed\":0");
    assertThat(
            post(path, ApiServer.object("add", new UUID[] {b, c}, "remove", new UUID[] {a})).text())
        .contains("\"added\":1", "\"removed\":1");
    var checks = API.get("v3/channels/" + path, project.writeKey()).json().path("checks");
    assertThat(checks.findValuesAsText("name")).containsExactly("b", "c");
    assertThat(checks.get(0).toString())
        .isEqualTo("{\"uuid\":\"%s\",\"name\":\"b\",\"slug\":\"\",\"tags\":\"x y\"}".formatted(b));
    assertThat(API.get("v3/checks/" + c, project.writeKey()).json().path("channels").asText())
        .isEqualTo(made.toString());
    assertThat(post(path, "{\"add\": \"*\"}").text()).contains("\"added\":1");
    assertThat(post(path, "{\"remove\": \"*\"}").text()).contains("\"removed\":3");
    assertThat(post(path, "{}").text()).contains("\"added\":0");
    assertThat(audit()).endsWith("channel.assign,channel.assign,channel.assign,channel.assign");
  }

  @Test
  void a_wrong_assignment_changes_nothing() {
    UUID made = make(MAIL);
    UUID mine = API.create(project);
    UUID theirs = API.create(API.project());
    String path = made + "/checks/";
    assertThat(post(path, "{\"add\": \"" + mine + "\"}").error())
        .isEqualTo("json validation error: add is not an array");
    assertThat(post(path, "{\"remove\": [1]}").error())
        .isEqualTo("json validation error: an item in 'remove' has unexpected value");
    assertThat(post(path, ApiServer.object("add", new UUID[] {mine, theirs})).error())
        .isEqualTo("invalid check identifier: " + theirs);
    assertThat(get(made).path("checks").asInt()).isZero();
  }
}
