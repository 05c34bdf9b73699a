package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members beyond the protocol: there for whoever uses them, unseen by everybody else. */
class PolicyMembersTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final List<String> MEMBERS =
      List.of(
          "\"max_runtime\":7200",
          "\"min_runtime\":60",
          "\"early_tolerance\":30",
          "\"failures_before_down\":3",
          "\"successes_before_up\":2",
          "\"overlapping_runs\":true",
          "\"keep_alive\":true",
          "\"blind_policy\":\"extend\"");
  private static final String OFF =
      """
      {"max_runtime": 0, "min_runtime": 0, "early_tolerance": 0, "failures_before_down": 1,
       "successes_before_up": 1, "overlapping_runs": false, "keep_alive": false,
       "blind_policy": "excuse"}
      """;
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "v3"})
  void what_is_on_comes_back_and_what_is_off_is_not_there(String version) {
    String path = version + "/checks/";
    String plain = API.post(path, project.writeKey(), "{}").text();
    for (String member : MEMBERS) {
      assertThat(plain).doesNotContain(member.substring(0, member.indexOf(':')));
    }
    var made =
        API.post(path, project.writeKey(), "{" + String.join(",", MEMBERS) + ",\"name\":\"x\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text()).contains(MEMBERS);
    String self = path + made.json().path("uuid").asText();
    assertThat(API.post(self, project.writeKey(), "{\"name\":\"x\"}").text()).contains(MEMBERS);
    assertThat(API.get(self, project.readKey()).text()).contains(MEMBERS);
    var off = API.post(self, project.writeKey(), OFF);
    assertThat(off.status()).isEqualTo(200);
    for (String member : MEMBERS) {
      assertThat(off.text()).doesNotContain(member.substring(0, member.indexOf(':')));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"max_runtime\": -1; max_runtime is too small",
        "\"max_runtime\": 31536001; max_runtime is too large",
        "\"max_runtime\": true; max_runtime is not a number",
        "\"max_runtime\": \"60\"; max_runtime is not a number",
        "\"max_runtime\": null; max_runtime is not a number",
        "\"min_runtime\": 1.5; min_runtime is not a number",
        "\"min_runtime\": 99999999999999999999; min_runtime is too large",
        "\"early_tolerance\": 86401; early_tolerance is too large",
        "\"failures_before_down\": 0; failures_before_down is too small",
        "\"failures_before_down\": 101; failures_before_down is too large",
        "\"successes_before_up\": []; successes_before_up is not a number",
        "\"overlapping_runs\": 1; overlapping_runs is not a boolean",
        "\"keep_alive\": \"on\"; keep_alive is not a boolean",
        "\"blind_policy\": 1; blind_policy is not a string",
        "\"blind_policy\": \"shrug\"; blind_policy has unexpected value",
        "\"min_runtime\": 61, \"max_runtime\": 60; min_runtime is larger than max_runtime",
      })
  void what_makes_no_sense_is_named(String members, String problem) {
    var refused = API.post("v3/checks/", project.writeKey(), "{" + members + "}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error").asText())
        .isEqualTo("json validation error: " + problem);
  }

  @Test
  void a_change_is_held_against_what_stays() {
    var made = API.post("v3/checks/", project.writeKey(), "{\"max_runtime\": 60}");
    String self = "v3/checks/" + made.json().path("uuid").asText();
    var refused = API.post(self, project.writeKey(), "{\"name\": \"x\", \"min_runtime\": 61}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(API.get(self, project.writeKey()).text()).isEqualTo(made.text());
  }
}
