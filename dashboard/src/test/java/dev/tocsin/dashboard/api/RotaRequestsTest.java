package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is on call, by programs. */
class RotaRequestsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();
  private final String ada = channel("ada@example.org");
  private final String bob = channel("bob@example.org");

  @AfterAll
  static void stop() {
    API.close();
  }

  private String channel(String address) {
    String body = "{'kind': 'email', 'settings': {'to': ['" + address + "']}}";
    return post("channels/", body, 201).path("id").asText();
  }

  private JsonNode post(String path, String body, int status) {
    ApiServer.Answer answer = API.post("v3/" + path, project.writeKey(), body.replace('\'', '"'));
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json();
  }

  private JsonNode rota(String begins) {
    return post(
        "rotas/",
        ("{'name': 'First line', 'tz': 'Europe/Kiev', 'begins': '%s', 'turn': 604800, 'people':"
                + " [{'name': 'Ada', 'channel': '%s'}, {'name': 'Bob', 'channel': '%s'}]}")
            .formatted(begins, ada, bob),
        201);
  }

  private int delete(String path) {
    return API.send("DELETE", "v3/" + path, project.writeKey(), null).status();
  }

  @Test
  void a_rota_says_who_is_on_call_and_who_is_next() {
    JsonNode rota = rota("2026-01-05T09:00");
    assertThat(rota.path("tz").asText()).isEqualTo("Europe/Kyiv");
    String now = rota.path("on_call").path("name").asText();
    assertThat(now).isIn("Ada", "Bob");
    assertThat(rota.path("next").path(0).path("name").asText())
        .isEqualTo(now.equals("Ada") ? "Bob" : "Ada");
    assertThat(rota.path("next").path(0).path("start")).isEqualTo(rota.path("on_call").path("end"));
    String path = "rotas/" + rota.path("id").asText();
    JsonNode read = API.get("v3/" + path, project.writeKey()).json();
    assertThat(read.path("people")).isEqualTo(rota.path("people"));
    assertThat(delete(path)).isEqualTo(200);
    assertThat(delete(path)).isEqualTo(404);
  }

  @Test
  void what_is_missing_stays_as_it_is() {
    String path = "rotas/" + rota("2026-01-05T09:00").path("id").asText();
    JsonNode changed = post(path, "{'turn': 86400, 'name': 'Second line'}", 200);
    assertThat(changed.path("turn").asInt()).isEqualTo(86_400);
    assertThat(changed.path("name").asText()).isEqualTo("Second line");
    assertThat(changed.path("begins").asText()).isEqualTo("2026-01-05T09:00");
    assertThat(changed.path("people")).hasSize(2);
  }

  @Test
  void somebody_stands_in_and_that_is_taken_back() {
    String path = "rotas/" + rota("2026-01-05T09:00").path("id").asText();
    JsonNode rota =
        post(
            path + "/overrides/",
            "{'name': 'Cleo', 'channel': '%s', 'end': '2099-01-01T00:00:00+02:00', 'start': '2098-06-01T00:00:00Z'}"
                .formatted(ada),
            201);
    JsonNode override = rota.path("overrides").path(0);
    assertThat(override.path("name").asText()).isEqualTo("Cleo");
    assertThat(override.path("end").asText()).isEqualTo("2098-12-31T22:00:00+00:00");
    assertThat(
            post(
                    path + "/overrides/",
                    "{'name': 'Now', 'channel': '%s', 'end': '2098-01-01T00:00:00Z'}"
                        .formatted(bob),
                    400)
                .path("error")
                .asText())
        .contains("366 days");
    assertThat(delete(path + "/overrides/" + override.path("id").asText())).isEqualTo(200);
    assertThat(delete(path + "/overrides/" + override.path("id").asText())).isEqualTo(404);
  }

  @Test
  void the_channel_of_a_rota_is_given_to_checks_like_any_other() {
    String id = rota("2026-01-05T09:00").path("id").asText();
    UUID check = API.create(project, "name", "Backup", "channels", id);
    assertThat(API.get("v3/checks/" + check, project.writeKey()).json().path("channels").asText())
        .isEqualTo(id);
  }

  @Test
  void when_a_channel_goes_the_rota_turns_at_once_without_it() {
    JsonNode rota = rota("2026-01-05T09:00");
    API.db.update("as if turned", "UPDATE rotas SET turns_at = now() + interval '1 d'");
    assertThat(delete("channels/" + ada)).isEqualTo(200);
    assertThat(
            API.db
                .first(
                    "reading when it turns",
                    "SELECT count(*) AS n FROM rotas r JOIN channels ch ON ch.id = r.channel_id"
                        + " WHERE ch.code = ?::uuid AND r.turns_at <= now()",
                    row -> row.number("n"),
                    rota.path("id").asText())
                .orElseThrow())
        .isEqualTo(1);
    JsonNode left = API.get("v3/rotas/" + rota.path("id").asText(), project.writeKey()).json();
    assertThat(left.path("on_call").path("name").asText()).isEqualTo("Bob");
  }

  @Test
  void rotas_of_others_are_not_there() {
    String path = "rotas/" + rota("2026-01-05T09:00").path("id").asText();
    TestProject other = API.project();
    assertThat(API.get("v3/" + path, other.writeKey()).status()).isEqualTo(404);
    assertThat(API.get("v3/rotas/", other.writeKey()).json().path("rotas")).isEmpty();
    assertThat(API.get("v3/rotas/", project.readKey()).status()).isEqualTo(401);
    ApiServer.Answer stolen =
        API.post(
            "v3/rotas/",
            other.writeKey(),
            ("{\"name\": \"x\", \"begins\": \"2026-01-05T09:00\", \"turn\": 3600, \"people\":"
                    + " [{\"name\": \"Ada\", \"channel\": \"%s\"}]}")
                .formatted(ada));
    assertThat(stolen.status()).isEqualTo(400);
    assertThat(stolen.text()).contains("channel of this project");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'name': 'x', 'begins': 'Monday', 'turn': 3600, 'people': []}",
        "{'name': 'x', 'begins': '2026-01-05T09:00', 'turn': 3600, 'people': []}",
        "{'name': 'x', 'begins': '2026-01-05T09:00', 'turn': 3600, 'people': 5}",
        "{'name': 'x', 'begins': '2026-01-05T09:00', 'turn': 3600, 'people': [5]}",
        "{'name': 'x', 'begins': '2026-01-05T09:00', 'turn': 3599, 'people': [{'name': 'a', 'channel': 'b'}]}",
        "{'name': 'x', 'begins': '2026-01-05T09:00', 'turn': 3601, 'people': [{'name': 'a', 'channel': 'ADA'}]}",
        "{'name': 'x', 'begins': '+999999999-01-05T09:00', 'turn': 3600, 'people': [{'name': 'a', 'channel': 'ADA'}]}",
        "{'name': 'x', 'begins': '2026-01-05T09:00', 'tz': 'Mars', 'turn': 3600, 'people': [{'name': 'a', 'channel': 'ADA'}]}",
      })
  void what_is_no_rota_is_refused_with_a_reason(String body) {
    JsonNode refused = post("rotas/", body.replace("ADA", ada), 400);
    assertThat(refused.path("error").asText()).isNotEmpty();
  }
}
