package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Silences, maintenance and escalation, by programs. */
class QuietTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();
  private final UUID check = API.create(project, "name", "Backup");

  @AfterAll
  static void stop() {
    API.close();
  }

  private ApiServer.Answer post(String path, String body) {
    return API.post("v3/" + path, project.writeKey(), body.replace('\'', '"'));
  }

  private JsonNode get(String path, String key) {
    ApiServer.Answer answer = API.get("v3/" + path, key);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void a_silence_is_made_listed_and_ended() {
    JsonNode made =
        post("silences/", "{'check': '%s', 'reason': 'move', 'duration': 3600}".formatted(check))
            .json();
    assertThat(made.path("check").asText()).isEqualTo(check.toString());
    assertThat(made.path("author").asText()).startsWith("api:");
    JsonNode read = get("silences/", project.readKey()).path("silences").path(0);
    assertThat(read.path("reason").asText()).isEqualTo("move");
    assertThat(read.path("check").isNull()).isTrue();
    String path = "v3/silences/" + made.path("id").asText();
    assertThat(API.send("DELETE", path, API.project().writeKey(), null).status()).isEqualTo(404);
    assertThat(API.send("DELETE", path, project.writeKey(), null).status()).isEqualTo(200);
    assertThat(API.send("DELETE", path, project.writeKey(), null).status()).isEqualTo(404);
    assertThat(get("silences/", project.writeKey()).path("silences")).isEmpty();
    assertThat(
            API.db.query(
                "reading the audit log",
                "SELECT action FROM audit WHERE project_id = ? AND action LIKE 'silence%' ORDER BY id",
                row -> row.string("action"),
                project.id()))
        .containsExactly("silence.create", "silence.end");
  }

  @Test
  void a_maintenance_window_shows_when_it_comes_next() {
    JsonNode weekly =
        post(
                "maintenance/",
                "{'name': 'Sundays', 'tag': 'db', 'schedule': '0 2 * * 0', 'tz': 'Europe/Kiev',"
                    + " 'duration': 7200}")
            .json();
    assertThat(weekly.path("tz").asText()).isEqualTo("Europe/Kyiv");
    assertThat(weekly.path("next")).hasSize(5);
    JsonNode once =
        post("maintenance/", "{'start': '2099-01-31T12:00:00+02:00', 'duration': 60}").json();
    assertThat(once.path("next").path(0).path("end").asText())
        .isEqualTo("2099-01-31T10:01:00+00:00");
    assertThat(get("maintenance/", project.readKey()).path("maintenance")).hasSize(2);
    String path = "v3/maintenance/" + once.path("id").asText();
    assertThat(API.send("DELETE", path, project.writeKey(), null).status()).isEqualTo(200);
    assertThat(get("maintenance/", project.readKey()).path("maintenance")).hasSize(1);
  }

  @Test
  void a_preview_says_which_checks_would_be_silent_and_which_of_these_are_down() {
    UUID down = API.create(project, "name", "Dump <b>");
    project.state(down, "status = 'down'");
    for (UUID code : new UUID[] {check, down}) {
      project.db().update("tagging", "UPDATE checks SET tags = 'db' WHERE code = ?", code);
    }
    API.create(project, "name", "Elsewhere");
    JsonNode tagged = post("silences/preview", "{'tag': 'db', 'duration': 3600}").json();
    assertThat(tagged.path("total").asInt()).isEqualTo(2);
    assertThat(tagged.path("down").asInt()).isEqualTo(1);
    assertThat(tagged.path("checks").path(0).toString())
        .isEqualTo("{\"uuid\":\"%s\",\"name\":\"Dump <b>\",\"status\":\"down\"}".formatted(down));
    assertThat(tagged.path("end").asText()).isNotBlank();
    JsonNode all = post("maintenance/preview", "{'schedule': '0 2 * * 0', 'duration': 60}").json();
    assertThat(all.path("total").asInt()).isEqualTo(3);
    assertThat(all.path("next")).hasSize(5);
    JsonNode one =
        post("silences/preview", "{'check': '%s', 'duration': 60}".formatted(check)).json();
    assertThat(one.path("checks")).hasSize(1);
    assertThat(post("silences/preview", "{'tag': 'nobody', 'duration': 60}").json().path("total"))
        .hasToString("0");
    assertThat(get("silences/", project.writeKey()).path("silences")).isEmpty();
    assertThat(get("maintenance/", project.writeKey()).path("maintenance")).isEmpty();
  }

  @Test
  void who_may_only_read_is_not_told_how_to_ping() {
    ApiServer.Answer answer =
        API.post("v3/silences/preview", project.readKey(), "{\"duration\": 60}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.text()).contains("unique_key").doesNotContain(check.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "silences/ | {}",
        "silences/ | {'duration': 0}",
        "silences/ | {'duration': 60, 'check': 'x'}",
        "silences/ | {'duration': 60, 'check': '00000000-0000-0000-0000-000000000000'}",
        "silences/ | {'duration': 60, 'tag': 'two words'}",
        "silences/ | {'end': 'tomorrow'}",
        "silences/ | {'end': '2001-01-31T12:00:00Z'}",
        "silences/ | {'end': '2999-01-31T12:00:00Z'}",
        "maintenance/ | {'schedule': '0 2 * * *'}",
        "maintenance/ | {'duration': 60}",
        "maintenance/ | {'duration': 60, 'schedule': 'nonsense'}",
        "maintenance/ | {'duration': 60, 'schedule': '0 2 * * *', 'tz': 'Nowhere/Land'}",
        "maintenance/ | {'duration': 60, 'schedule': '0 2 * * *', 'start': '2099-01-31T12:00:00Z'}",
        "maintenance/ | {'duration': 604801, 'schedule': '0 2 * * *'}",
        "silences/preview | {}",
        "silences/preview | {'duration': 60, 'check': '00000000-0000-0000-0000-000000000000'}",
        "silences/preview | {'end': '2001-01-31T12:00:00Z'}",
        "maintenance/preview | {'duration': 60}",
        "maintenance/preview | {'duration': 60, 'schedule': 'nonsense'}",
      })
  void what_is_wrong_is_refused(String path, String body) {
    ApiServer.Answer answer = post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.error()).isNotBlank();
  }

  @Test
  void the_escalation_is_replaced_as_a_whole() {
    String path = "projects/" + project.code() + "/escalation";
    UUID boss = project.channel("Boss");
    String steps = "{'steps': [{'after': 900, 'channels': ['%s']}]}".formatted(boss);
    assertThat(get(path, project.writeKey()).path("steps")).isEmpty();
    JsonNode made = post(path, steps).json();
    assertThat(made.toString())
        .isEqualTo(
            "{\"steps\":[{\"after\":900,\"channels\":[\"%s\"]}],\"reminders\":{}}".formatted(boss));
    assertThat(get(path, project.writeKey())).isEqualTo(made);
    for (String wrong :
        new String[] {
          "{}",
          "{'steps': [{'after': 900}]}",
          "{'steps': [{'after': 9, 'channels': ['%s']}]}".formatted(boss),
          "{'steps': [{'after': 900, 'channels': ['x']}]}",
          "{'steps': [{'after': 900, 'channels': ['%s']}]}".formatted(UUID.randomUUID())
        }) {
      assertThat(post(path, wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(get(path, project.writeKey())).isEqualTo(made);
    String paces = "{'reminders': {'%s': 3600}}".formatted(boss);
    assertThat(post(path, paces).json().path("reminders").path(boss.toString()).asInt())
        .isEqualTo(3_600);
    for (String wrong :
        new String[] {
          "{'reminders': []}",
          "{'reminders': {'x': 3600}}",
          "{'reminders': {'%s': 59}}".formatted(boss),
          "{'reminders': {'%s': 3600}}".formatted(UUID.randomUUID())
        }) {
      assertThat(post(path, wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(post(path, "{'steps': []}").json().path("steps")).isEmpty();
    assertThat(post(path, "{'reminders': {}}").json().path("reminders")).isEmpty();
    assertThat(API.get("v3/" + path, project.readKey()).status()).isEqualTo(401);
  }
}
