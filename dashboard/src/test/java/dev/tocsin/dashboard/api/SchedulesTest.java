package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron and OnCalendar through the API: what is taken, kept and shown, and when a ping is due. */
class SchedulesTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  private JsonNode make(String members) {
    var made = API.post("v3/checks/", project.writeKey(), "{" + members + "}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json();
  }

  private JsonNode change(JsonNode check, String members) {
    var changed = API.post(path(check), project.writeKey(), "{" + members + "}");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    return changed.json();
  }

  private static String path(JsonNode check) {
    return "v3/checks/" + check.path("uuid").asText();
  }

  private static UUID code(JsonNode check) {
    return UUID.fromString(check.path("uuid").asText());
  }

  /** As if it had been pinged then. */
  private void pinged(JsonNode check, String at) {
    project.state(
        code(check), "status = 'up', n_pings = 1, last_ping = '%s', wake_at = now()".formatted(at));
  }

  @Test
  void a_cron_line_is_kept_verbatim_and_shown_with_its_zone_instead_of_a_timeout() {
    JsonNode made =
        make("\"schedule\": \" 20 4  * * MON-FRI\", \"tz\": \"Europe/Kiev\", \"timeout\": 7200");
    assertThat(made.path("schedule").asText()).isEqualTo(" 20 4  * * MON-FRI");
    assertThat(made.path("tz").asText()).isEqualTo("Europe/Kyiv");
    assertThat(made.has("timeout")).isFalse();
    assertThat(made.size()).isEqualTo(30);
    assertThat(API.get(path(made), project.readKey()).json().path("tz").asText())
        .isEqualTo("Europe/Kyiv");
  }

  @Test
  void settings_of_the_other_kind_survive_a_change_of_kind() {
    JsonNode made = make("\"timeout\": 7200");
    JsonNode cron = change(made, "\"schedule\": \"5 4 * * *\", \"timeout\": 60");
    assertThat(cron.has("timeout")).isFalse();
    assertThat(change(made, "\"schedule\": \"Mon 4:05\"").path("schedule").asText())
        .isEqualTo("Mon 4:05");
    JsonNode simple = change(made, "\"timeout\": 3600");
    assertThat(simple.path("timeout").asInt()).isEqualTo(3600);
    assertThat(simple.has("schedule") || simple.has("tz")).isFalse();
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM checks WHERE code = ? AND schedule = 'Mon 4:05'",
                code(made)))
        .isEqualTo(1);
    JsonNode back = change(made, "\"schedule\": \"* * * * *\"");
    assertThat(back.path("schedule").asText()).isEqualTo("* * * * *");
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM checks WHERE code = ? AND timeout = '1 h'", code(made)))
        .isEqualTo(1);
  }

  @Test
  void a_zone_given_to_a_simple_check_is_there_when_a_schedule_comes() {
    JsonNode made = make("\"tz\": \"Asia/Tokyo\"");
    assertThat(made.has("tz")).isFalse();
    assertThat(change(made, "\"schedule\": \"5 4 * * *\"").path("tz").asText())
        .isEqualTo("Asia/Tokyo");
  }

  @Test
  void an_edit_moves_what_is_due_at_once_the_zone_alone_included() {
    JsonNode check = make("\"timeout\": 3600");
    pinged(check, "2027-06-01T00:00:00Z");
    assertThat(change(check, "\"schedule\": \"20 4 * * *\"").path("next_ping").asText())
        .isEqualTo("2027-06-01T04:20:00+00:00");
    assertThat(change(check, "\"tz\": \"Europe/Riga\"").path("next_ping").asText())
        .isEqualTo("2027-06-01T01:20:00+00:00");
    assertThat(project.one(DEADLINES, code(check), "2027-06-01T02:20:00Z")).isEqualTo(1);
    assertThat(change(check, "\"schedule\": \"Fri 4:20\"").path("next_ping").asText())
        .isEqualTo("2027-06-04T01:20:00+00:00");
    assertThat(project.one(DEADLINES, code(check), "2027-06-04T02:20:00Z")).isEqualTo(1);
    assertThat(change(check, "\"timeout\": 60").path("next_ping").asText())
        .isEqualTo("2027-06-01T00:01:00+00:00");
  }

  private static final String DEADLINES =
      """
      SELECT count(*) AS v FROM checks c JOIN check_state s ON s.check_id = c.id
       WHERE c.code = ? AND s.deadline = ?::timestamptz AND s.wake_at <= s.deadline
      """;

  @Test
  void an_exhausted_calendar_stays_up_for_ever_and_nothing_is_due() {
    JsonNode check = make("\"schedule\": \"2019-01-01\"");
    pinged(check, "2026-06-01T00:00:00Z");
    JsonNode read = change(check, "\"grace\": 60");
    assertThat(read.path("status").asText()).isEqualTo("up");
    assertThat(read.path("next_ping").isNull()).isTrue();
    assertThat(
            project.one(
                "SELECT count(*) AS v FROM check_state s JOIN checks c ON c.id = s.check_id "
                    + "WHERE c.code = ? AND s.deadline IS NULL",
                code(check)))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * * * *",
        "@daily",
        "0 0 30 2 *",
        "0 0 * * FRI-MON",
        "*:*/15",
        "25:00",
        "1 1 */100 * MON#4",
        "12:00\\n\\n13:00",
        "12:00 europe/riga",
        "1999-01-01",
        "02-30"
      })
  void what_is_no_schedule_is_refused(String text) {
    var refused =
        API.post("v3/checks/", project.writeKey(), "{\"schedule\": \"%s\"}".formatted(text));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error())
        .isEqualTo("json validation error: schedule is not a valid cron or OnCalendar expression");
  }

  @Test
  void wrong_types_and_lengths_have_their_own_words() {
    for (String[] each :
        List.of(
            new String[] {"\"schedule\": 5", "schedule is not a string"},
            new String[] {"\"schedule\": null", "schedule is not a string"},
            new String[] {
              "\"schedule\": \"%s\"".formatted("0".repeat(101)), "schedule is too long"
            },
            new String[] {"\"tz\": 5", "tz is not a string"},
            new String[] {"\"tz\": \"utc\"", "tz is not a valid timezone"},
            new String[] {"\"tz\": \"\"", "tz is not a valid timezone"})) {
      var refused = API.post("v3/checks/", project.writeKey(), "{" + each[0] + "}");
      assertThat(refused.status()).as(each[0]).isEqualTo(400);
      assertThat(refused.error()).isEqualTo("json validation error: " + each[1]);
    }
  }

  private JsonNode preview(String body) {
    var answer = API.post("v3/schedules/preview", project.readKey(), body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void a_preview_says_what_a_schedule_means_and_makes_nothing() {
    JsonNode cron = preview("{\"schedule\": \"20 4 * * 1-5\", \"tz\": \"Europe/Kiev\"}");
    assertThat(cron.path("kind").asText()).isEqualTo("cron");
    assertThat(cron.path("words").asText()).isEqualTo("At 04:20 every weekday");
    assertThat(cron.path("tz").asText()).isEqualTo("Europe/Kyiv");
    assertThat(cron.path("next_pings")).hasSize(10);
    assertThat(cron.path("next_pings").path(0).asText()).matches("....-..-..T0[12]:20:00\\+00:00");
    JsonNode over = preview("{\"schedule\": \"2019-01-01\"}");
    assertThat(over.path("kind").asText()).isEqualTo("oncalendar");
    assertThat(over.path("next_pings")).isEmpty();
    assertThat(preview("{\"timeout\": 3600}").path("words").asText()).isEqualTo("Every hour");
    assertThat(API.get("v3/checks/", project.readKey()).json().path("checks")).isEmpty();
  }

  @Test
  void a_replay_tells_what_other_settings_would_have_made_of_what_was_heard() {
    var made = API.post("v3/checks/", project.writeKey(), "{\"timeout\": 86400, \"grace\": 3600}");
    String code = made.json().path("uuid").asText();
    long id = project.checkId(UUID.fromString(code));
    API.db.update(
        "pinging each day at noon but one",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
        SELECT ?, n, date_trunc('day', now()) - (11 - n) * interval '1 day' + interval '12 h',
               'success', 'https', 'GET', 'curl/8.5.0'
          FROM generate_series(1, 10) n WHERE n <> 5
        """,
        id);
    String before = API.get("v3/checks/" + code, project.writeKey()).text();
    JsonNode patient = replay(code, "{\"timeout\": 172800}");
    assertThat(patient.path("pings").asInt()).isEqualTo(9);
    assertThat(patient.path("alarms").asInt()).isZero();
    assertThat(patient.path("alarms_as_set").asInt()).isZero();
    JsonNode strict = replay(code, "{\"grace\": 60}");
    JsonNode missed = strict.path("downs").path(0);
    assertThat(missed.path("reason").asText()).isEqualTo("timeout");
    assertThat(missed.path("from").asText()).endsWith("T12:01:00+00:00");
    assertThat(missed.path("until").asText()).endsWith("T12:00:00+00:00");
    assertThat(strict.path("down").asDouble()).isGreaterThanOrEqualTo(86_400 - 60);
    assertThat(API.get("v3/checks/" + code, project.writeKey()).text()).isEqualTo(before);
  }

  private JsonNode replay(String code, String body) {
    var answer = API.post("v3/checks/" + code + "/replay", project.writeKey(), body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void a_replay_refuses_what_a_change_would_refuse_and_strangers() {
    String code = API.post("v3/checks/", project.writeKey(), "{}").json().path("uuid").asText();
    String path = "v3/checks/" + code + "/replay";
    var wrong = API.post(path, project.writeKey(), "{\"timeout\": 1}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.error()).startsWith("json validation error: timeout");
    assertThat(API.post(path, project.readKey(), "{}").status()).isEqualTo(401);
    assertThat(API.post(path, API.project().writeKey(), "{}").status()).isEqualTo(403);
    assertThat(replay(code, "{}").path("pings").asInt()).isZero();
  }

  @Test
  void a_preview_refuses_what_making_a_check_would_refuse() {
    var wrong = API.post("v3/schedules/preview", project.readKey(), "{\"schedule\": \"@daily\"}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.error())
        .isEqualTo("json validation error: schedule is not a valid cron or OnCalendar expression");
    assertThat(API.post("v3/schedules/preview", null, "{}").status()).isEqualTo(401);
    assertThat(API.get("v3/schedules/preview", project.readKey()).status()).isEqualTo(405);
  }
}
