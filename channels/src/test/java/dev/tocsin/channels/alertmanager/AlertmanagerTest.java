package dev.tocsin.channels.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.WireTest;
import org.junit.jupiter.api.Test;

/** The wire format is that of {@code postAlerts} in Alertmanager's OpenAPI document. */
class AlertmanagerTest extends WireTest {

  AlertmanagerTest() {
    super("alertmanager", HttpPeer.answers(200));
  }

  private JsonNode posted(Alert alert) {
    HttpPeer.Asked asked = sent("{\"url\": \"%s\"}".formatted(server()), alert);
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /api/v2/alerts");
    return json(asked.body());
  }

  @Test
  void a_down_fires_for_days_and_the_up_ends_the_same_labels() {
    Alert down = TestAlerts.of("k", TestAlerts.acknowledgeable(TestAlerts.down("backup")));
    JsonNode fired = posted(down);
    assertThat(fired)
        .isEqualTo(
            json(
                """
                [{"labels": {"alertname": "TocsinCheckDown", "severity": "critical",
                             "check": "backup",
                             "check_code": "0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1",
                             "project": "Acme", "tags": "prod db"},
                  "annotations": {
                    "summary": "DOWN: backup – no ping since 04:20 UTC",
                    "description": "Project: Acme\\nDown since: 20 Nov 2026 05:25:00 UTC\\n\
                Expected: Every hour, with a grace time of 5 minutes\\n\
                Last ping: 20 Nov 2026 04:20:00 UTC, success (no. 17)\\nExit status: 0\\n\
                Tags: prod db\\nDescription: copies the database\\n\\nall is well",
                    "acknowledge": "https://tocsin.example.org/ack/abc"},
                  "startsAt": "2026-11-20T05:25:00.123456Z",
                  "endsAt": "2026-11-27T05:25:00.423456Z",
                  "generatorURL":
                    "https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1"}]
                """));
    JsonNode ended = posted(TestAlerts.of("k", TestAlerts.up("backup"))).path(0);
    assertThat(ended.path("labels")).isEqualTo(fired.path(0).path("labels"));
    assertThat(ended.path("startsAt")).isEqualTo(fired.path(0).path("startsAt"));
    assertThat(ended.path("endsAt").asText()).isEqualTo("2026-11-20T07:30:00.123456Z");
  }

  @Test
  void several_checks_are_several_alerts_and_their_notice_is_one_more() {
    Alert several = TestAlerts.of("k", TestAlerts.up("a"), TestAlerts.down("b"));
    assertThat(posted(several).findValuesAsText("check")).containsExactly("a", "b");
    Alert over = TestAlerts.of("k", TestAlerts.down("a"), TestAlerts.up("a"));
    assertThat(posted(over).findValuesAsText("endsAt"))
        .containsExactly("2026-11-20T07:30:00.123456Z");
    Alert storm = TestAlerts.withNotice("Storm", TestAlerts.down("a"), TestAlerts.down("b"));
    JsonNode posted = posted(storm);
    assertThat(posted.findValuesAsText("notice")).containsExactly("notice-1");
    assertThat(posted.findValuesAsText("check")).containsExactly("a", "b");
    Alert reminder = TestAlerts.withNotice("Still down", TestAlerts.down("a"));
    assertThat(posted(reminder)).hasSize(1);
    assertThat(posted(reminder).path(0).path("annotations").path("summary").asText())
        .isEqualTo("Still down");
  }

  @Test
  void a_notice_ends_under_its_labels_and_information_passes() {
    JsonNode problem = posted(TestAlerts.notice("k", Alert.Level.PROBLEM, "t", "a", "b")).path(0);
    assertThat(problem.path("annotations").path("description").asText()).isEqualTo("a\n\nb");
    JsonNode over = posted(TestAlerts.notice("k", Alert.Level.OVER, "t", "l")).path(0);
    assertThat(over.path("labels")).isEqualTo(problem.path("labels"));
    assertThat(over.path("endsAt").asText()).isEqualTo("2026-11-20T05:25:00.123456Z");
    JsonNode info = posted(TestAlerts.notice("k", Alert.Level.INFO, "t", "l")).path(0);
    assertThat(info.path("labels").path("severity").asText()).isEqualTo("info");
    assertThat(info.path("endsAt").asText()).isEqualTo("2026-11-20T05:30:00.123456Z");
  }
}
