package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dashboard.TestProject;
import dev.tocsin.store.CheckObject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pings, their bodies, and flips. */
class LogsTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final Instant T = Instant.parse("2026-02-03T04:05:06.789012Z");
  private final TestProject project = API.project();
  private final UUID check = API.create(project);
  private final String path = "v3/checks/" + check;

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void pings_come_newest_first_with_everything_that_was_kept() {
    UUID run = UUID.fromString("6a1f7c52-59cf-4d43-9a9c-3b7a0c3d7e55");
    project.ping(check, 1, "start", T.minusMillis(12_408), run, "");
    project.ping(check, 2, "fail", T, run, "trace");
    project.ping(check, 3, "log", Instant.parse("2026-02-03T04:05:07Z"), null, "");
    project.db().update("", "UPDATE pings SET remote_addr = NULL WHERE n = 3");
    JsonNode pings = API.get(path + "/pings/", project.writeKey()).json().path("pings");
    assertThat(pings).hasSize(3);
    assertThat(pings.get(0).toString())
        .isEqualTo(
            """
            {"type":"log","date":"2026-02-03T04:05:07+00:00","n":3,"scheme":"https",\
            "remote_addr":null,"method":"POST","ua":"curl/8.5.0","rid":null,"body_url":null}""");
    assertThat(pings.get(1).toString())
        .isEqualTo(
            """
            {"type":"fail","date":"2026-02-03T04:05:06.789012+00:00","n":2,"scheme":"https",\
            "remote_addr":"198.51.100.7","method":"POST","ua":"curl/8.5.0","rid":"RUN",\
            "duration":12.41,"body_url":"https://hb.example/api/v3/checks/CODE/pings/2/body"}"""
                .replace("RUN", run.toString())
                .replace("CODE", check.toString()));
    assertThat(pings.get(2).path("type").asText()).isEqualTo("start");
    assertThat(pings.get(2).has("duration")).isFalse();
  }

  @Test
  void a_mail_is_a_ping_without_a_method() {
    project.ping(check, 1, "success", T, null, "Subject: x");
    project
        .db()
        .update("", "UPDATE pings SET scheme = 'email', method = '', ua = 'Email from a@b'");
    JsonNode ping = API.get(path + "/pings/", project.writeKey()).json().path("pings").get(0);
    assertThat(ping.path("scheme").asText()).isEqualTo("email");
    assertThat(ping.path("method").isTextual()).isTrue();
    assertThat(ping.path("method").asText()).isEmpty();
    assertThat(ping.path("ua").asText()).isEqualTo("Email from a@b");
  }

  @Test
  void only_what_the_project_keeps_is_shown() {
    project.db().update("", "UPDATE projects SET ping_log_limit = 2 WHERE id = ?", project.id());
    for (int n = 1; n <= 4; n++) {
      project.ping(check, n, n == 2 ? "fail" : "success", T.plusSeconds(n), null, "b" + n);
    }
    JsonNode pings = API.get(path + "/pings/", project.writeKey()).json().path("pings");
    assertThat(pings.findValuesAsText("n")).containsExactly("4", "3");
    assertThat(body("3").text()).isEqualTo("b3");
    assertThat(body("2").status()).isEqualTo(404);
  }

  @Test
  void a_body_comes_back_byte_for_byte() {
    project.ping(check, 1, "success", T, null, "x");
    project.ping(check, 2, "success", T, null, "");
    byte[] bytes = {0, -1, 13, 10, -61};
    project
        .db()
        .update(
            "",
            "UPDATE pings SET body = ? WHERE body IS NOT NULL AND check_id = ?",
            bytes,
            project.checkId(check));
    var answer = body("1");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain");
    assertThat(answer.raw().body()).containsExactly(bytes);
    assertThat(body("2").status()).isEqualTo(404);
    assertThat(body("3").status()).isEqualTo(404);
    assertThat(body("0").status()).isEqualTo(404);
    assertThat(body("9".repeat(40)).status()).isEqualTo(404);
  }

  private ApiServer.Answer body(String n) {
    return API.get(path + "/pings/" + n + "/body", project.writeKey());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "'' | 200 | 1,0,1",
        "?start=1000000000 | 200 | 1,0,1",
        "?start=2000000000 | 200 | ''",
        "?start=1770091506 | 200 | 1,0,1",
        "?start=1770091507 | 200 | 1,0",
        "?end=1770091507 | 200 | 1",
        "?end=1770091506 | 200 | ''",
        "?start=1770091507&end=1770091508 | 200 | 0",
        "?start=5&start=2000000000 | 200 | ''",
        "?seconds=60 | 200 | 1",
        "?seconds=0 | 200 | 1,0,1",
        "?seconds= | 200 | 1,0,1",
        "?seconds=31536000&end=1770091508 | 200 | 0,1",
        "?start=0&end=10000000000 | 200 | 1,0,1",
        "?start= | 400 | -",
        "?end= | 400 | -",
        "?start=x | 400 | -",
        "?start=-1 | 400 | -",
        "?start=1.5 | 400 | -",
        "?end=10000000001 | 400 | -",
        "?end=99999999999999999999999 | 400 | -",
        "?seconds=31536001 | 400 | -",
        "?seconds=%00 | 400 | -",
        "?seconds=%D9%A1 | 400 | -",
      })
  void flips_are_filtered_by_time(String query, int status, String ups) {
    // 2026-02-03T04:05:06Z is 1770091506.
    flip("2026-02-03T04:05:06.5Z", "new", "up", "success");
    flip("2026-02-03T04:05:07.5Z", "up", "down", "timeout");
    flip(Instant.now().minusSeconds(5).toString(), "down", "up", "success");
    for (String key : new String[] {check.toString(), uniqueKey()}) {
      var answer = API.get("v3/checks/" + key + "/flips/" + query, project.readKey());
      assertThat(answer.status()).isEqualTo(status);
      if (status == 200) {
        assertThat(String.join(",", answer.json().path("flips").findValuesAsText("up")))
            .isEqualTo(ups);
      } else {
        assertThat(answer.text()).isEmpty();
      }
    }
  }

  @Test
  void a_flip_has_a_time_without_fractions_and_says_whether_it_went_up() {
    flip("2026-02-03T04:05:06.5Z", "up", "paused", "pause");
    assertThat(API.get(path + "/flips/", project.readKey()).text())
        .isEqualTo("{\"flips\":[{\"timestamp\":\"2026-02-03T04:05:06+00:00\",\"up\":0}]}");
  }

  @Test
  void a_flip_that_a_later_version_wrote_is_listed_with_the_others() {
    flip("2026-02-03T04:05:06.5Z", "new", "up", "success");
    flip("2026-02-03T04:05:07.5Z", "up", "asleep", "nap");
    assertThat(API.get(path + "/flips/", project.readKey()).json().path("flips").findValues("up"))
        .hasToString("[0, 1]");
  }

  private String uniqueKey() {
    return CheckObject.uniqueKey(check);
  }

  private void flip(String at, String from, String to, String reason) {
    project
        .db()
        .update(
            "writing a flip",
            "INSERT INTO flips (check_id, at, old_status, new_status, reason) VALUES (?, ?, ?, ?, ?)",
            project.checkId(check),
            Instant.parse(at),
            from,
            to,
            reason);
  }
}
