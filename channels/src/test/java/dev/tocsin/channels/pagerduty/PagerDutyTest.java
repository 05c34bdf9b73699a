package dev.tocsin.channels.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WireTest;
import org.junit.jupiter.api.Test;

/** The wire format is that of the Events API v2, “Send an alert event”. */
class PagerDutyTest extends WireTest {

  private static final String SETTINGS =
      "{\"key\": \"0123456789abcdef0123456789abcdef\", \"severity\": \"error\"}";

  PagerDutyTest() {
    super("pagerduty", says(202, "{\"status\":\"success\",\"message\":\"Event processed\"}"));
  }

  private static HttpPeer.Mood refuses() {
    return says(400, "{\"status\":\"invalid event\",\"errors\":[\"routing_key\"]}");
  }

  private JsonNode event(Alert alert) {
    HttpPeer.Asked asked = sent(SETTINGS, alert);
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /v2/enqueue");
    return json(asked.body());
  }

  @Test
  void a_down_triggers_and_the_up_resolves_under_the_code_of_the_check() {
    Alert.News down = TestAlerts.acknowledgeable(TestAlerts.down("nightly backup"));
    assertThat(event(TestAlerts.of("k", down)))
        .isEqualTo(
            json(
                """
                {"routing_key": "0123456789abcdef0123456789abcdef",
                 "event_action": "trigger",
                 "dedup_key": "0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1",
                 "payload": {
                   "summary": "DOWN: nightly backup – no ping since 04:20 UTC",
                   "source": "tocsin.example.org",
                   "severity": "error",
                   "timestamp": "2026-11-20T05:25:00.123456Z",
                   "component": "nightly backup",
                   "custom_details": {
                     "Project": "Acme",
                     "Down since": "20 Nov 2026 05:25:00 UTC",
                     "Expected": "Every hour, with a grace time of 5 minutes",
                     "Last ping": "20 Nov 2026 04:20:00 UTC, success (no. 17)",
                     "Exit status": "0",
                     "Tags": "prod db",
                     "Description": "copies the database",
                     "Output": "all is well"}},
                 "links": [
                   {"href": "https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1",
                    "text": "Open the check"},
                   {"href": "https://tocsin.example.org/ack/abc", "text": "Acknowledge"}],
                 "client": "Tocsin",
                 "client_url": "https://tocsin.example.org/"}
                """));
    assertThat(event(TestAlerts.of("k2", TestAlerts.up("nightly backup"))))
        .isEqualTo(
            json(
                """
                {"routing_key": "0123456789abcdef0123456789abcdef",
                 "event_action": "resolve",
                 "dedup_key": "0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1"}
                """));
  }

  @Test
  void a_reminder_repeats_the_incident_of_the_check_and_opens_no_other() {
    JsonNode event =
        event(
            TestAlerts.withNotice("Still down: nightly backup", TestAlerts.down("nightly backup")));
    assertThat(event.path("event_action").asText()).isEqualTo("trigger");
    assertThat(event.path("dedup_key").asText()).isEqualTo(TestAlerts.CODE.toString());
    assertThat(event.path("payload").path("summary").asText())
        .isEqualTo("Still down: nightly backup");
  }

  @Test
  void a_notice_has_an_incident_of_its_own_and_information_is_no_emergency() {
    JsonNode problem =
        event(TestAlerts.notice("k", Alert.Level.PROBLEM, "12 checks are down", "x"));
    JsonNode over = event(TestAlerts.notice("k", Alert.Level.OVER, "All are up", "x"));
    JsonNode info = event(TestAlerts.notice("k", Alert.Level.INFO, "Upgraded", "x"));
    assertThat(problem.path("event_action").asText()).isEqualTo("trigger");
    assertThat(problem.path("payload").path("severity").asText()).isEqualTo("error");
    assertThat(problem.path("payload").path("custom_details").path("Note 1").asText())
        .isEqualTo("x");
    assertThat(over.path("event_action").asText()).isEqualTo("resolve");
    assertThat(over.path("dedup_key")).isEqualTo(problem.path("dedup_key"));
    assertThat(info.path("payload").path("severity").asText()).isEqualTo("info");
  }

  @Test
  void a_refused_event_says_what_to_look_at_and_breaks_the_channel() {
    assertThat(verdictOn(SETTINGS, refuses()))
        .isEqualTo(
            new Verdict.GiveUp(
                "answered 400: PagerDuty refuses the event, check the integration key", true));
    assertThat(verdictOn(SETTINGS, HttpPeer.answers(429))).isInstanceOf(Verdict.TryAgain.class);
  }
}
