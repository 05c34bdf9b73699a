package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.people.ProjectLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods and what browsers ask before they ask. */
class MethodsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final String UUID_TEXT = "0c5f8f0e-7b1d-4c57-8f43-2f3f6f8f9a10";
  private static final String KEY = "aZ09".repeat(10);

  @AfterAll
  static void stop() {
    API.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "checks/ | GET, POST, OPTIONS",
        "checks/UUID | GET, POST, DELETE, OPTIONS",
        "checks/KEY | GET, OPTIONS",
        "checks/UUID/pause | POST, OPTIONS",
        "checks/UUID/resume | POST, OPTIONS",
        "checks/UUID/pings/ | GET, OPTIONS",
        "checks/UUID/pings/3/body | GET, OPTIONS",
        "checks/UUID/flips/ | GET, OPTIONS",
        "checks/KEY/flips/ | GET, OPTIONS",
        "projects/ | GET, POST, OPTIONS",
        "projects/UUID | GET, POST, DELETE, OPTIONS",
        "projects/UUID/members/ | GET, POST, OPTIONS",
        "projects/UUID/members/ada@example.org | GET, POST, DELETE, OPTIONS",
        "projects/UUID/views/ | GET, POST, OPTIONS",
        "projects/UUID/views/night | DELETE, OPTIONS",
        "projects/UUID/keys/ | GET, POST, OPTIONS",
        "projects/UUID/keys/UUID | GET, POST, DELETE, OPTIONS",
        "channels/ | GET, POST, OPTIONS",
        "channels/UUID | GET, POST, DELETE, OPTIONS",
        "channels/UUID/test | POST, OPTIONS",
        "channels/UUID/checks/ | GET, POST, OPTIONS",
        "deliveries/ | GET, OPTIONS",
        "deliveries/7 | GET, OPTIONS",
        "checks/UUID/deliveries/ | GET, OPTIONS",
        "incidents/ | GET, OPTIONS",
        "incidents/UUID | GET, OPTIONS",
        "incidents/UUID/ack | POST, OPTIONS",
        "incidents/UUID/unack | POST, OPTIONS",
        "incidents/UUID/assign | POST, OPTIONS",
        "incidents/UUID/notes | POST, OPTIONS",
        "silences/ | GET, POST, OPTIONS",
        "silences/UUID | DELETE, OPTIONS",
        "maintenance/ | GET, POST, OPTIONS",
        "maintenance/UUID | DELETE, OPTIONS",
        "projects/UUID/escalation | GET, POST, OPTIONS",
        "checks/UUID/incidents/ | GET, OPTIONS",
        "checks/KEY/incidents/ | GET, OPTIONS",
      })
  void every_route_answers_options_and_refuses_what_it_does_not_have(String path, String methods) {
    String at = "v3/" + path.replace("UUID", UUID_TEXT).replace("KEY", KEY);
    var options = API.send("OPTIONS", at, null, null);
    assertThat(options.status()).isEqualTo(204);
    assertCors(options, methods);
    for (String method : new String[] {"HEAD", "PUT", "PATCH", "GET", "POST", "DELETE"}) {
      var answer = API.send(method, at, null, null);
      if (methods.contains(method)) {
        assertThat(answer.status()).as(method).isEqualTo(401);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
      } else {
        assertThat(answer.status()).as(method).isEqualTo(405);
        assertThat(answer.text()).isEmpty();
      }
      assertCors(answer, methods);
    }
  }

  private static void assertCors(ApiServer.Answer answer, String methods) {
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("X-Api-Key");
    assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo(methods);
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v4/checks/",
        "v3/",
        "v3/nothing/",
        "v3/checks/UUID/",
        "v3/checks/UUID/pause/",
        "v3/checks/UPPER",
        "v3/checks/UUID/pings/x/body",
        "v3/checks/UUID/pings/-1/body",
        "v3/checks/short",
        "v3//checks/",
        "v3/./checks/",
        "v3/checks/%0A",
        "v3/checks/UUID%0A",
        "v3/checks/UUID%250A",
        "V3/checks/",
      })
  void other_paths_are_404(String path) {
    String at =
        path.replace("UUID", UUID_TEXT)
            .replace("UPPER", UUID_TEXT.toUpperCase(java.util.Locale.ROOT));
    var answer = API.get(at, null);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.error()).isEqualTo("not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v3/checks",
        "v1/checks",
        "v3/channels",
        "v3/status",
        "v3/checks/" + UUID_TEXT + "/pings",
        "v3/checks/" + UUID_TEXT + "/flips"
      })
  void a_collection_without_its_slash_is_redirected(String path) {
    var answer = API.get(path + "?tag=a%20b", null);
    assertThat(answer.status()).isEqualTo(301);
    assertThat(answer.header("Location")).isEqualTo("/api/" + path + "/?tag=a%20b");
  }

  @Test
  void percent_escapes_in_a_path_are_decoded_once() {
    assertThat(API.get("v3/%63hecks/", null).status()).isEqualTo(401);
    assertThat(API.get("v3/%2563hecks/", null).status()).isEqualTo(404);
    assertThat(API.get("v3/checks/" + UUID_TEXT.replace("-", "%2D"), null).status()).isEqualTo(401);
  }

  @Test
  void the_status_tells_whether_the_database_is_there() {
    var answer = API.get("v3/status/", null);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("OK");
  }

  @Test
  void without_a_database_the_answer_is_soon_and_tells_nothing() {
    try (ApiServer broken = new ApiServer(Duration.ofMinutes(1))) {
      broken.db.close();
      var status = broken.get("v3/status/", null);
      assertThat(status.status()).isEqualTo(500);
      var list = broken.get("v3/checks/", "hcw_" + "x".repeat(28));
      assertThat(list.status()).isEqualTo(503);
      assertThat(list.header("Retry-After")).isEqualTo("1");
      assertThat(list.text()).doesNotContain("Hikari").doesNotContain("Exception");
    }
  }

  @Test
  void one_request_too_many_is_turned_away() {
    ApiConfig full =
        new ApiConfig(
            "",
            "",
            "",
            Duration.ofMinutes(1),
            1,
            -1,
            Duration.ofMinutes(1),
            100,
            1 << 20,
            1 << 20,
            ProjectLimits.USUAL,
            false,
            Optional.empty());
    try (ApiServer tiny = new ApiServer(full)) {
      var answer = tiny.get("v3/checks/" + UUID.randomUUID(), "hcw_" + "x".repeat(28));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
  }
}
