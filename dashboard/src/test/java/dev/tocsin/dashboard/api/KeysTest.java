package dev.tocsin.dashboard.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.CheckObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, and in which order things are found wrong. */
class KeysTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final String WRONG = "hcw_" + "x".repeat(28);
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "hcw_00000000000000000000000000000000000001"})
  void a_key_of_another_length_is_a_missing_key(String key) {
    var answer = API.get("v3/checks/", key);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text()).isEqualTo("{\"error\":\"missing api key\"}");
  }

  @Test
  void no_key_is_a_missing_key() {
    assertThat(API.get("v3/checks/", null).error()).isEqualTo("missing api key");
    assertThat(API.post("v3/checks/", null, "{}").error()).isEqualTo("missing api key");
    assertThat(API.post("v3/checks/", null, "{\"api_key\": 7}").error())
        .isEqualTo("missing api key");
  }

  @Test
  void an_unknown_key_is_a_wrong_key() {
    var answer = API.get("v3/checks/", WRONG);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error()).isEqualTo("wrong api key");
  }

  @Test
  void a_key_in_the_body_counts_for_post_only_and_only_without_a_header() {
    String body = ApiServer.object("api_key", project.writeKey());
    assertThat(API.post("v3/checks/", null, body).status()).isEqualTo(201);
    assertThat(API.post("v3/checks/", "", body).error()).isEqualTo("missing api key");
    assertThat(API.post("v3/checks/", WRONG, body).error()).isEqualTo("wrong api key");
    assertThat(API.get("v3/checks/?api_key=" + project.writeKey(), null).status()).isEqualTo(401);
    assertThat(API.send("GET", "v3/checks/", null, body.getBytes(UTF_8)).status()).isEqualTo(401);
  }

  @Test
  void a_key_with_nul_in_the_body_is_a_wrong_key() {
    var answer = API.post("v3/checks/", null, "{\"api_key\": \"" + "\\u0000".repeat(32) + "\"}");
    assertThat(answer.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, v3/checks/, 200",
    "POST, v3/checks/, 401",
    "GET, v3/checks/UUID, 200",
    "POST, v3/checks/UUID, 401",
    "DELETE, v3/checks/UUID, 401",
    "GET, v3/checks/KEY, 200",
    "POST, v3/checks/UUID/pause, 401",
    "POST, v3/checks/UUID/resume, 401",
    "GET, v3/checks/UUID/pings/, 401",
    "GET, v3/checks/UUID/pings/1/body, 401",
    "GET, v3/checks/UUID/flips/, 200",
    "GET, v3/checks/KEY/flips/, 200",
    "GET, v3/channels/, 401",
  })
  void a_read_only_key_reads_what_tells_no_secret(String method, String path, int status) {
    UUID code = API.create(project);
    String at = path.replace("UUID", code.toString()).replace("KEY", CheckObject.uniqueKey(code));
    var answer = API.send(method, at, project.readKey(), null);
    assertThat(answer.status()).isEqualTo(status);
    if (status == 401) {
      assertThat(answer.error()).isEqualTo("wrong api key");
    } else {
      assertThat(answer.text()).doesNotContain(code.toString());
    }
  }

  @Test
  void a_key_opens_its_own_project_only() {
    UUID code = API.create(API.project(), "name", "theirs");
    String theirs = "v3/checks/" + code;
    for (String path : new String[] {theirs, theirs + "/pings/", theirs + "/flips/"}) {
      var answer = API.get(path, project.writeKey());
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.text()).isEmpty();
    }
    assertThat(API.post(theirs, project.writeKey(), "{\"name\": 5}").status()).isEqualTo(403);
    assertThat(API.post(theirs + "/pause", project.writeKey(), "").status()).isEqualTo(403);
    assertThat(API.delete(theirs, project.writeKey()).status()).isEqualTo(403);
    assertThat(API.get("v3/checks/", project.writeKey()).text()).isEqualTo("{\"checks\":[]}");
    var byKey = API.get("v3/checks/" + CheckObject.uniqueKey(code), project.writeKey());
    assertThat(byKey.status()).isEqualTo(404);
    assertThat(byKey.text()).isEmpty();
    assertThat(byKey.header("Access-Control-Allow-Origin")).isEqualTo("*");
  }

  @Test
  void a_check_that_does_not_exist_is_404() {
    String path = "v3/checks/" + UUID.randomUUID();
    assertThat(API.get(path, project.writeKey()).status()).isEqualTo(404);
    assertThat(API.get(path, null).status()).isEqualTo(401);
    assertThat(API.post(path, project.writeKey(), "{\"name\": 5}").status()).isEqualTo(404);
    assertThat(API.post(path + "/resume", project.writeKey(), "").status()).isEqualTo(404);
    assertThat(API.delete(path, project.writeKey()).status()).isEqualTo(404);
  }

  @Test
  void a_broken_body_comes_before_a_missing_key_and_a_missing_key_before_a_wrong_member() {
    assertThat(API.post("v3/checks/", null, "{").status()).isEqualTo(400);
    assertThat(API.post("v3/checks/", null, "{\"name\": 5}").status()).isEqualTo(401);
    assertThat(API.post("v3/checks/" + UUID.randomUUID() + "/pause", null, "]").status())
        .isEqualTo(400);
  }

  @Test
  void the_use_of_a_key_is_noted_soon() {
    API.get("v3/checks/", project.readKey());
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (used() == 0) {
      assertThat(System.nanoTime()).as("noted in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
    assertThat(used()).isEqualTo(1);
  }

  private long used() {
    return project.one(
        "SELECT count(*) AS v FROM api_keys WHERE project_id = ? AND used_at IS NOT NULL",
        project.id());
  }
}
