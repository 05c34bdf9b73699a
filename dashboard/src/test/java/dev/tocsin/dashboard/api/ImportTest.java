package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.dashboard.api.ApiServer.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code POST import}: checks from elsewhere, their UUIDs kept. */
class ImportTest {

  private static final ApiServer server = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = server.project();
  private final UUID code = UUID.randomUUID();

  @AfterAll
  static void stop() {
    server.close();
  }

  private Answer post(TestProject to, String body) {
    return server.post("v3/import", to.writeKey(), body);
  }

  private static String one(UUID code, String more) {
    return "{\"checks\": [{\"uuid\": \"%s\", \"name\": \"Dump\"%s}]}".formatted(code, more);
  }

  @Test
  void the_uuid_is_kept() {
    JsonNode made = post(project, one(code, ", \"grace\": 600")).json();
    assertThat(made.path("checks").get(0).path("ping_url").asText()).endsWith("/ping/" + code);
    Answer read = server.get("v3/checks/" + code, project.writeKey());
    assertThat(read.json().path("name").asText()).isEqualTo("Dump");
    assertThat(read.json().path("grace").asInt()).isEqualTo(600);
    assertThat(read.json().path("status").asText()).isEqualTo("new");
  }

  @Test
  void a_check_that_is_there_stays_as_it_is_unless_updates_are_asked_for() {
    post(project, one(code, ", \"grace\": 600"));
    JsonNode again = post(project, one(code, ", \"grace\": 900")).json();
    assertThat(again.path("counts").path("unchanged").asInt()).isEqualTo(1);
    assertThat(again.path("applied").asBoolean()).isFalse();
    JsonNode updated =
        post(project, "{\"update\": true, " + one(code, ", \"grace\": 900").substring(1)).json();
    assertThat(updated.path("plan").get(0).path("changes").toString())
        .isEqualTo("{\"grace\":[600,900]}");
  }

  @Test
  void a_uuid_of_another_project_is_refused_in_words() {
    post(server.project(), one(code, ""));
    Answer answer = post(project, one(code, ""));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains("checks[0].uuid", code + " belongs to a check of another");
    assertThat(
            post(project, "{\"checks\": [{\"uuid\": \"A\"}, {}]}")
                .json()
                .path("problem_count")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void without_a_uuid_the_slug_says_which() {
    String body = "{\"checks\": [{\"slug\": \"nightly\", \"schedule\": \"0 3 * * *\"}]}";
    String first = post(project, body).json().path("checks").get(0).path("uuid").asText();
    JsonNode again = post(project, body).json();
    assertThat(again.path("checks").get(0).path("uuid").asText()).isEqualTo(first);
  }

  @Test
  void what_is_imported_is_no_files_to_prune() {
    post(project, one(code, ""));
    Answer pruned =
        server.post("v3/apply", project.writeKey(), "{\"prune_everything\": true, \"checks\": []}");
    assertThat(pruned.json().path("counts").path("delete").asInt()).isZero();
  }
}
