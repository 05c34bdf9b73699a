package dev.tocsin.channels.ntfy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.WireTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The wire format is that of “Publish as JSON”. */
class NtfyTest extends WireTest {

  NtfyTest() {
    super("ntfy", HttpPeer.answers(200));
  }

  private String with(String more) {
    return "{\"server\": \"%s\", \"topic\": \"alerts\"%s}".formatted(server(), more);
  }

  @Test
  void a_down_is_loud_and_its_buttons_lead_to_the_check_and_acknowledge() {
    Alert.News down = TestAlerts.acknowledgeable(TestAlerts.down("nightly backup"));
    HttpPeer.Asked asked = sent(with(""), TestAlerts.of("k", down));
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /");
    assertThat(json(asked.body()))
        .isEqualTo(
            json(
                """
                {"topic": "alerts",
                 "title": "DOWN: nightly backup – no ping since 04:20 UTC",
                 "message": "Project: Acme\\nDown since: 20 Nov 2026 05:25:00 UTC\\n\
                Expected: Every hour, with a grace time of 5 minutes\\n\
                Last ping: 20 Nov 2026 04:20:00 UTC, success (no. 17)\\nExit status: 0\\n\
                Tags: prod db\\nDescription: copies the database\\n\\nall is well",
                 "priority": 4,
                 "tags": ["red_circle"],
                 "click": "https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1",
                 "actions": [
                   {"action": "view", "label": "Open the check", "clear": true,
                    "url": "https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1"},
                   {"action": "view", "label": "Acknowledge", "clear": true,
                    "url": "https://tocsin.example.org/ack/abc"}]}
                """));
  }

  @Test
  void an_up_is_quieter_and_notices_sound_as_they_are_meant() {
    JsonNode up = json(sent(with(""), TestAlerts.of("k", TestAlerts.up("backup"))).body());
    assertThat(up.path("priority").asInt()).isEqualTo(3);
    assertThat(up.path("tags").toString()).isEqualTo("[\"green_circle\"]");
    assertThat(up.path("title").asText()).isEqualTo("UP: backup – was down for 2 hours 5 minutes");
    JsonNode problem = notice(Alert.Level.PROBLEM);
    assertThat(problem.path("priority").asInt()).isEqualTo(4);
    assertThat(problem.path("title").asText()).isEqualTo("12 checks are down");
    assertThat(problem.path("message").asText()).isEqualTo("a, b and others");
    assertThat(notice(Alert.Level.OVER).path("tags").toString()).contains("green_circle");
    assertThat(notice(Alert.Level.INFO).path("priority").asInt()).isEqualTo(3);
  }

  private JsonNode notice(Alert.Level level) {
    Alert notice = TestAlerts.notice("k", level, "12 checks are down", "a, b and others");
    return json(sent(with(""), notice).body());
  }

  @Test
  void a_token_or_a_user_signs_in_and_never_both() {
    Alert alert = TestAlerts.test("k");
    assertThat(sent(with(", \"token\": \"tk_abc\""), alert).header("Authorization"))
        .isEqualTo("Bearer tk_abc");
    assertThat(
            sent(with(", \"user\": \"phil\", \"password\": \"mypass\""), alert)
                .header("Authorization"))
        .isEqualTo("Basic cGhpbDpteXBhc3M="); // the example of the documentation
    ChannelKind kind = kind();
    assertThat(kind.problems(with(", \"token\": \"t\", \"user\": \"u\"")))
        .containsExactly("token: enter a token or a user, not both");
    assertThat(kind.problems(with(", \"password\": \"p\"")))
        .containsExactly("user: enter whose password it is");
  }

  @Test
  void a_long_message_stays_a_message() {
    Alert.News down =
        TestAlerts.down(
            "backup",
            "fail",
            Optional.of(TestAlerts.ping("fail", Optional.of(1), "ü".repeat(10_000))));
    JsonNode body = json(sent(with(""), TestAlerts.of("k", down)).body());
    assertThat(body.path("message").asText().getBytes(StandardCharsets.UTF_8).length)
        .isBetween(1_000, 4_000);
  }
}
