package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.CheckObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check object, as each kind of key and each version sees it. */
class CheckObjectTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void a_new_check_has_the_defaults_and_29_members() {
    JsonNode json = API.post("v3/checks/", project.writeKey(), "").json();
    UUID code = UUID.fromString(json.path("uuid").asText());
    String self = "https://hb.example/api/v3/checks/" + code;
    String badge = json.path("badge_url").asText();
    assertThat(badge).matches("https://hb\\.example/b/2/[0-9a-f-]{36}\\.svg");
    assertThat(badge).doesNotContain(code.toString());
    assertThat(json.toString())
        .isEqualTo(
            """
            {"name":"","slug":"","tags":"","desc":"","grace":3600,"n_pings":0,"status":"new",\
            "started":false,"last_ping":null,"next_ping":null,"manual_resume":false,"methods":"",\
            "subject":"","subject_fail":"","start_kw":"","success_kw":"","failure_kw":"",\
            "filter_subject":false,"filter_body":false,"filter_http_body":false,\
            "filter_default_fail":false,"badge_url":"BADGE","uuid":"CODE",\
            "ping_url":"https://hb.example/ping/CODE","update_url":"SELF",\
            "pause_url":"SELF/pause","resume_url":"SELF/resume","channels":"","timeout":86400}"""
                .replace("BADGE", badge)
                .replace("CODE", code.toString())
                .replace("SELF", self));
    assertThat(json).hasSize(29);
  }

  @Test
  void a_read_only_key_sees_24_members_and_never_the_uuid() {
    UUID code = API.create(project, "name", "nightly");
    String key = CheckObject.uniqueKey(code);
    for (String path : new String[] {"v3/checks/" + code, "v3/checks/" + key}) {
      var answer = API.get(path, project.readKey());
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json()).hasSize(24);
      assertThat(answer.json().path("unique_key").asText()).isEqualTo(key);
      assertThat(answer.text()).doesNotContain(code.toString()).doesNotContain("channels");
    }
    assertThat(API.get("v3/checks/", project.readKey()).text()).doesNotContain(code.toString());
    assertThat(API.get("v3/checks/" + key, project.writeKey()).json()).hasSize(29);
    assertThat(API.get("v3/checks/" + "0".repeat(40), project.writeKey()).status()).isEqualTo(404);
  }

  @Test
  void times_are_utc_seconds_and_a_duration_is_there_only_after_a_run() {
    UUID code = API.create(project, "timeout", 3600, "grace", 300);
    Instant last = now().minusSeconds(60).plusMillis(987);
    project.state(
        code,
        "status = 'up', n_pings = 7, last_ping = ?, last_duration = 12900000, last_start = ?",
        last,
        last.plusSeconds(10));
    JsonNode json = API.get("v3/checks/" + code, project.writeKey()).json();
    assertThat(json.path("last_ping").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
    assertThat(OffsetDateTime.parse(json.path("last_ping").asText()).toInstant())
        .isEqualTo(last.truncatedTo(ChronoUnit.SECONDS));
    assertThat(OffsetDateTime.parse(json.path("next_ping").asText()).toInstant())
        .isEqualTo(last.plusSeconds(10).truncatedTo(ChronoUnit.SECONDS));
    assertThat(json.path("last_duration").asInt()).isEqualTo(12);
    assertThat(json.path("n_pings").asInt()).isEqualTo(7);
    assertThat(json.path("started").asBoolean()).isTrue();
    assertThat(json).hasSize(30);
  }

  @ParameterizedTest
  @CsvSource({
    "up, 60, , up, up, false",
    "up, 3700, , grace, grace, false",
    "up, 4000, , down, down, false",
    "down, 60, , down, down, false",
    "paused, 60, , paused, paused, false",
    "new, , 10, new, started, true",
    "up, 60, 10, up, started, true",
    "up, 60, 400, down, down, true",
    "new, , 400, down, down, true",
  })
  void the_status_is_computed(
      String stored, Integer pinged, Integer started, String v3, String v1, boolean running) {
    UUID code = API.create(project, "timeout", 3600, "grace", 300);
    project.state(
        code,
        "status = ?, last_ping = ?, last_start = ?",
        stored,
        pinged == null ? null : now().minusSeconds(pinged),
        started == null ? null : now().minusSeconds(started));
    for (int version = 1; version <= 3; version++) {
      var answer = API.get("v%d/checks/%s".formatted(version, code), project.writeKey());
      assertThat(answer.json().path("status").asText()).isEqualTo(version == 1 ? v1 : v3);
      assertThat(answer.json().path("started").asBoolean()).isEqualTo(running);
      assertThat(answer.json().path("pause_url").asText())
          .isEqualTo("https://hb.example/api/v%d/checks/%s/pause".formatted(version, code));
    }
  }

  @Test
  void while_we_are_behind_with_hearing_nothing_looks_late() {
    try (ApiServer behind = new ApiServer(Duration.ofMinutes(1))) {
      TestProject project = behind.project();
      UUID code = behind.create(project, "timeout", 3600, "grace", 300);
      project.state(code, "status = 'up', last_ping = ?", now().minusSeconds(3700));
      behind.db.update(
          "opening a stream",
          "INSERT INTO streams (id, node, opened_at, heard_through) VALUES (?, 'a', now(), ?)",
          UUID.randomUUID(),
          now().minusSeconds(200));
      String path = "v3/checks/" + code;
      assertThat(behind.get(path, project.writeKey()).json().path("status").asText())
          .isEqualTo("up");
      behind.db.update("catching up", "UPDATE streams SET heard_through = now()");
      assertThat(behind.get(path, project.writeKey()).json().path("status").asText())
          .isEqualTo("grace");
    }
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }
}
