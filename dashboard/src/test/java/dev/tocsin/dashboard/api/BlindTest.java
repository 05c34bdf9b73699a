package dev.tocsin.dashboard.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dashboard.TestProject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** When nobody could hear, as programs see it. */
class BlindTest {

  private static final ApiServer API = new ApiServer(Duration.ofMinutes(1));
  private static final Instant NOON = Instant.parse("2026-01-20T12:00:00Z");

  private final TestProject project = API.project();

  @AfterAll
  static void stop() {
    API.close();
  }

  @Test
  void blind_times_come_in_pages_the_latest_first() {
    for (int hour = 1; hour <= 3; hour++) {
      API.db.update(
          "test",
          "INSERT INTO blind_times (since, until, causes) VALUES (?, ?, '{stopped}')",
          NOON.plus(Duration.ofHours(hour)),
          NOON.plus(Duration.ofHours(hour)).plusMillis(90_500));
    }
    var first = API.get("v3/blind/?limit=2", project.readKey()).json();
    assertThat(first.path("blind")).hasSize(2);
    assertThat(first.path("blind").get(0).path("seconds").asDouble()).isEqualTo(90.5);
    assertThat(first.path("blind").get(0).path("causes").get(0).asText()).isEqualTo("stopped");
    var second =
        API.get("v3/blind/?limit=2&cursor=" + first.path("next").asText(), project.readKey())
            .json();
    assertThat(second.path("blind")).hasSize(1);
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(API.get("v2/blind/", project.readKey()).status()).isEqualTo(404);
  }

  @Test
  void an_unverified_check_is_up_and_says_so_in_version_3_only() {
    String code =
        API.post("v3/checks/", project.writeKey(), "{\"timeout\": 3600, \"grace\": 60}")
            .json()
            .path("uuid")
            .asText();
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    API.db.update(
        "test",
        """
            UPDATE check_state SET status = 'up', last_ping = ?, credited_at = ?,
                   credited_due = ?, blind_from = ?, blind_until = ?
             WHERE check_id = (SELECT id FROM checks WHERE code = ?)
            """,
        now.minusSeconds(7_200),
        now.minusSeconds(600),
        now.minusSeconds(3_600),
        now.minusSeconds(4_000),
        now.minusSeconds(600),
        UUID.fromString(code));
    var check = API.get("v3/checks/" + code, project.readKey()).json();
    assertThat(check.path("status").asText()).isEqualTo("up");
    assertThat(Instant.parse(check.path("next_ping").asText().replace("+00:00", "Z")))
        .isEqualTo(now.plusSeconds(3_000));
    assertThat(Instant.parse(check.path("unverified").path("to").asText().replace("+00:00", "Z")))
        .isEqualTo(now.minusSeconds(600));
    assertThat(API.get("v2/checks/" + code, project.readKey()).text()).doesNotContain("unverified");
  }

  @Test
  void nobody_is_down_by_the_clock_for_a_silence_that_is_excused() {
    String code =
        API.post("v3/checks/", project.writeKey(), "{\"timeout\": 3600, \"grace\": 60}")
            .json()
            .path("uuid")
            .asText();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    API.db.update(
        "test",
        """
            UPDATE check_state SET status = 'up', last_ping = ?
             WHERE check_id = (SELECT id FROM checks WHERE code = ?)
            """,
        now.minusSeconds(3_700),
        UUID.fromString(code));
    assertThat(status(code)).isEqualTo("down");
    API.db.update(
        "test",
        """
            INSERT INTO streams (id, node, opened_at, heard_through, closed_at, closed_why)
            VALUES (gen_random_uuid(), 'a', ?, ?, ?, 'stopped'),
                   (gen_random_uuid(), 'a', ?, ?, NULL, NULL)
            """,
        now.minusSeconds(9_000),
        now.minusSeconds(200),
        now.minusSeconds(200),
        now.minusSeconds(20),
        now.plusSeconds(60));
    assertThat(status(code)).isEqualTo("up");
    API.db.update("test", "DELETE FROM streams");
  }

  private String status(String code) {
    return API.get("v3/checks/" + code, project.readKey()).json().path("status").asText();
  }
}
