package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Keys that are confined: to a part of the project, to a time, until somebody revokes them. */
class ScopesTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();
  private final String keys = "v3/projects/" + project.code() + "/keys/";

  @AfterAll
  static void stop() {
    API.close();
  }

  private ApiServer.Answer make(String by, Object... members) {
    return API.post(keys, by, ApiServer.object(members));
  }

  private String key(Object... members) {
    var made = make(project.writeKey(), members);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().path("key").asText();
  }

  private static String[] scopes(String... words) {
    return words;
  }

  @Test
  void a_key_of_the_command_line_opens_everything() {
    for (String path : new String[] {"v3/checks/", "v3/channels/", "v3/projects/", keys}) {
      assertThat(API.get(path, project.writeKey()).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void a_call_outside_the_scopes_is_403_and_names_the_scope() {
    String checks = key("name", "deploy", "scopes", scopes("checks"));
    assertThat(checks).matches("hcw_[A-Za-z0-9]{28}");
    assertThat(API.post("v3/checks/", checks, "{}").status()).isEqualTo(201);
    var channels = API.get("v3/channels/", checks);
    assertThat(channels.status()).isEqualTo(403);
    assertThat(channels.error()).isEqualTo("this key lacks the scope channels");
    assertThat(channels.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(API.get(keys, checks).error()).isEqualTo("this key lacks the scope project");
    String other = key("scopes", scopes("channels"), "read_only", true);
    assertThat(other).startsWith("hcr_");
    assertThat(API.get("v2/checks/", other).error()).isEqualTo("this key lacks the scope checks");
    assertThat(API.get("v3/channels/", other).status()).isEqualTo(401);
  }

  @Test
  void a_wrong_key_comes_before_the_scope_and_the_scope_before_what_is_asked_for() {
    String channels = key("scopes", scopes("channels"));
    assertThat(API.get("v3/checks/" + UUID.randomUUID(), channels).status()).isEqualTo(403);
    assertThat(API.post("v3/checks/", channels, "{\"name\": 5}").status()).isEqualTo(403);
    assertThat(API.post("v3/checks/", channels, "{").status()).isEqualTo(400);
    assertThat(API.send("PUT", "v3/checks/", channels, null).status()).isEqualTo(405);
  }

  @Test
  void a_revoked_key_is_nobodys_key_at_once_in_another_process_too() {
    try (ApiServer other = API.twin()) {
      var made = make(project.writeKey(), "name", "lost");
      String key = made.json().path("key").asText();
      assertThat(other.get("v3/checks/", key).status()).isEqualTo(200);
      var revoked = API.delete(keys + made.json().path("id").asText(), project.writeKey());
      assertThat(revoked.status()).isEqualTo(200);
      assertThat(revoked.json().path("name").asText()).isEqualTo("lost");
      var refused = other.get("v3/checks/", key);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.text()).isEqualTo("{\"error\":\"wrong api key\"}");
    }
  }

  @Test
  void an_expired_key_is_nobodys_key() {
    Instant end = Instant.now().plusMillis(1500);
    String key = key("expires_at", end.toString());
    assertThat(API.get("v3/checks/", key).status()).isEqualTo(200);
    while (!Instant.now().isAfter(end)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    var answer = API.get("v3/checks/", key);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error()).isEqualTo("wrong api key");
    assertThat(API.get(keys, project.writeKey()).json().path("keys")).hasSize(3);
  }

  @Test
  void the_key_is_shown_once_and_its_traits_ever_after() {
    var made = make(project.writeKey(), "name", "CI", "scopes", scopes("channels", "checks"));
    var object = made.json();
    String key = object.path("key").asText();
    assertThat(object.path("hint").asText()).isEqualTo(key.substring(28));
    assertThat(object.path("scopes").toString()).isEqualTo("[\"checks\",\"channels\"]");
    assertThat(object.path("created_by").asText())
        .isEqualTo("api:" + project.writeKey().substring(28));
    assertThat(object.path("used_at").isNull()).isTrue();
    assertThat(object.path("expires_at").isNull()).isTrue();
    var read = API.get(keys + object.path("id").asText(), project.writeKey());
    assertThat(read.json().path("name").asText()).isEqualTo("CI");
    assertThat(read.text()).doesNotContain(key, "\"key\"");
    assertThat(API.get(keys, project.writeKey()).text()).contains("CI").doesNotContain(key);
  }

  @Test
  void a_key_makes_no_key_that_could_do_more_than_itself() {
    String soon = Instant.now().plus(1, ChronoUnit.HOURS).toString();
    String later = Instant.now().plus(2, ChronoUnit.HOURS).toString();
    String small = key("scopes", scopes("project", "checks"), "expires_at", soon);
    assertThat(make(small, "scopes", scopes("channels")).status()).isEqualTo(403);
    assertThat(make(small, "expires_at", later).status()).isEqualTo(403);
    assertThat(make(small, "expires_at", "").error()).contains("more rights than it has");
    var heir = make(small);
    assertThat(heir.status()).isEqualTo(201);
    assertThat(heir.json().path("scopes").toString()).isEqualTo("[\"checks\",\"project\"]");
    assertThat(heir.json().path("expires_at").asText()).isEqualTo(soon.substring(0, 19) + "+00:00");
    assertThat(make(small, "scopes", scopes("checks"), "read_only", true).status()).isEqualTo(201);
    String id = heir.json().path("id").asText();
    assertThat(API.post(keys + id, small, "{\"expires_at\": \"\"}").status()).isEqualTo(403);
    assertThat(API.post(keys + id, small, "{\"name\": \"mine\"}").status()).isEqualTo(200);
    String big = make(project.writeKey()).json().path("id").asText();
    assertThat(API.post(keys + big, small, "{\"name\": \"hijacked\"}").status()).isEqualTo(403);
    assertThat(API.post(keys + big, project.writeKey(), "{\"scopes\": [\"checks\"]}").status())
        .isEqualTo(200);
  }

  @Test
  void what_is_wrong_with_a_key_is_named() {
    assertWrong("name is not a string", "name", 5);
    assertWrong("name is too long", "name", "x".repeat(61));
    assertWrong("name contains an invalid character", "name", "\0");
    assertWrong("read_only is not a boolean", "read_only", "yes");
    assertWrong("scopes is not an array", "scopes", "checks");
    assertWrong("scopes has an item that is not a string", "scopes", new Object[] {1});
    assertWrong("scopes is not a list of checks, channels and project", "scopes", scopes("all"));
    assertWrong("scopes is not a list of checks, channels and project", "scopes", scopes());
    assertWrong("expires_at is not in the future", "expires_at", "2020-01-01T00:00:00Z");
    assertWrong("expires_at is not a time such as 2027-01-31T12:00:00Z", "expires_at", "next year");
  }

  private void assertWrong(String problem, Object... members) {
    var answer = make(project.writeKey(), members);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("json validation error: " + problem);
  }

  @Test
  void keys_of_other_projects_are_out_of_reach() {
    TestProject other = API.project();
    String id = make(project.writeKey()).json().path("id").asText();
    assertThat(API.get(keys, other.writeKey()).status()).isEqualTo(403);
    assertThat(API.get(keys, other.writeKey()).text()).isEmpty();
    assertThat(API.delete(keys + id, other.writeKey()).status()).isEqualTo(403);
    String own = "v3/projects/" + other.code() + "/keys/" + id;
    assertThat(API.get(own, other.writeKey()).status()).isEqualTo(404);
    assertThat(API.post(own, other.writeKey(), "{\"name\":\"x\"}").status()).isEqualTo(404);
    assertThat(API.delete(own, other.writeKey()).status()).isEqualTo(404);
    assertThat(API.get("v3/projects/" + UUID.randomUUID() + "/keys/", other.writeKey()).status())
        .isEqualTo(404);
    assertThat(API.get(keys, project.readKey()).error()).isEqualTo("wrong api key");
    assertThat(API.get("v2/projects/", project.writeKey()).status()).isEqualTo(404);
  }

  @Test
  void every_change_of_a_key_is_in_the_audit_log_and_no_key_is() {
    var made = make(project.writeKey(), "name", "audited");
    String at = keys + made.json().path("id").asText();
    API.post(at, project.writeKey(), "{\"name\": \"renamed\"}");
    API.post(at, project.writeKey(), "{\"name\": \"renamed\"}");
    API.delete(at, project.writeKey());
    assertThat(
            API.db.query(
                "reading the audit log",
                "SELECT action FROM audit WHERE project_id = ? ORDER BY id",
                row -> row.string("action"),
                project.id()))
        .containsExactly("key.create", "key.update", "key.revoke");
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM audit WHERE detail::text LIKE ?",
                "%" + made.json().path("key").asText() + "%"))
        .isZero();
  }
}
