package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must be true of a success, as programs see it. */
class AssertionsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final String TWO = "{\"assertions\":[\"rows > 0\",\"body lacks ERROR\"]}";

  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private String made(String body) {
    return API.post("v3/checks/", project.writeKey(), body).json().path("uuid").asText();
  }

  private static String of(String code) {
    return "v3/checks/" + code + "/assertions/";
  }

  @Test
  void they_are_a_thing_of_their_own_and_a_check_looks_as_ever() {
    String plain = made("{\"name\": \"x\"}");
    assertThat(API.get(of(plain), project.readKey()).text()).isEqualTo("{\"assertions\":[]}");
    String before = API.get("v3/checks/" + plain, project.writeKey()).text();
    var set = API.post(of(plain), project.writeKey(), TWO.replace("> 0", ">0"));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    assertThat(set.text()).isEqualTo(TWO);
    assertThat(API.get(of(plain), project.readKey()).text()).isEqualTo(TWO);
    assertThat(API.get("v3/checks/" + plain, project.writeKey()).text()).isEqualTo(before);
    String other = made("{\"name\": \"y\", \"assertions\": [\"duration < 10m\"]}");
    assertThat(API.get("v3/assertions/", project.writeKey()).text())
        .isEqualTo(
            "{\"checks\":[{\"uuid\":\"%s\",\"assertions\":[\"rows > 0\",\"body lacks ERROR\"]},"
                    .formatted(plain)
                + "{\"uuid\":\"%s\",\"assertions\":[\"duration < 600s\"]}]}".formatted(other));
    API.post("v3/checks/" + plain, project.writeKey(), "{\"grace\": 600}");
    assertThat(API.get(of(plain), project.writeKey()).text()).isEqualTo(TWO);
    API.post(of(plain), project.writeKey(), "{\"assertions\": []}");
    assertThat(API.get(of(plain), project.writeKey()).text()).isEqualTo("{\"assertions\":[]}");
  }

  @Test
  void a_file_is_the_whole_truth_about_them() {
    made("{\"slug\": \"one\", \"assertions\": [\"rows > 0\"]}");
    String file = "{\"checks\": [{\"slug\": \"one\", \"assertions\": [\"rows > 1\"]}]}";
    assertThat(API.post("v3/apply", project.writeKey(), file).text())
        .contains("\"assertions\":[[\"rows > 0\"],[\"rows > 1\"]]");
    assertThat(API.post("v3/apply", project.writeKey(), file).text()).contains("\"unchanged\":1");
    assertThat(
            API.post("v3/apply", project.writeKey(), "{\"checks\": [{\"slug\": \"one\"}]}").text())
        .contains("\"assertions\":[[\"rows > 1\"],[]]");
    assertThat(API.get("v3/assertions/", project.writeKey()).text()).isEqualTo("{\"checks\":[]}");
    assertThat(API.post("v3/apply", project.writeKey(), file.replace("rows", "9")).text())
        .contains("\"at\":\"checks[0].assertions\"", "begins with a letter");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5|assertions is not an array",
        "[5]|assertions[0] is not a string",
        "[\"rows > 0\", \"rows\"]|assertions[1] is no assertion: write it as",
        "[\"rows > 0\", \"rows>0\"]|assertions has an item twice",
        "[\"body contains \\u0000\"]|control characters",
        "[\"a>1\",\"b>1\",\"c>1\",\"d>1\",\"e>1\",\"f>1\",\"g>1\",\"h>1\",\"i>1\",\"j>1\",\"k>1\"]"
            + "|assertions has more than 10 items",
      })
  void what_is_none_is_refused_and_nothing_changed(String value, String problem) {
    String code = made("{}");
    for (String path : new String[] {of(code), "v3/checks/" + code}) {
      var refused = API.post(path, project.writeKey(), "{\"assertions\": " + value + "}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.json().path("error").asText())
          .startsWith("json validation error: ")
          .contains(problem);
    }
    assertThat(API.post(of(code), project.writeKey(), "{}").text())
        .contains("assertions is missing");
    assertThat(API.get(of(code), project.writeKey()).text()).isEqualTo("{\"assertions\":[]}");
  }

  @Test
  void they_are_for_the_keys_of_the_project() {
    String code = made("{}");
    assertThat(API.post(of(code), project.readKey(), TWO).status()).isEqualTo(401);
    assertThat(API.get("v3/assertions/", project.readKey()).status()).isEqualTo(401);
    assertThat(API.post(of(code), API.project().writeKey(), TWO).status()).isEqualTo(403);
    assertThat(API.get(of(UUID.randomUUID().toString()), project.readKey()).status())
        .isEqualTo(404);
  }

  @Test
  void a_ping_says_what_it_broke_and_only_then() {
    String code = made("{}");
    long id = project.checkId(UUID.fromString(code));
    API.db.update(
        "pinging",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, broken)
        VALUES (?, 1, now(), 'success', 'https', 'GET', '', NULL),
               (?, 2, now(), 'success', 'https', 'GET', '', 'rows > 0: rows=0')
        """,
        id,
        id);
    API.db.update("counting", "UPDATE check_state SET n_pings = 2 WHERE check_id = ?", id);
    var pings = API.get("v3/checks/" + code + "/pings/", project.writeKey()).json().path("pings");
    assertThat(pings.path(0).path("broken").toString()).isEqualTo("[\"rows > 0: rows=0\"]");
    assertThat(pings.path(1).has("broken")).isFalse();
    assertThat(API.get("v2/checks/" + code + "/pings/", project.writeKey()).text())
        .doesNotContain("broken");
  }
}
