package dev.tocsin.channels.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.WireTest;
import org.junit.jupiter.api.Test;

/** The wire format is that of the Alert API: “Create Alert” and “Close Alert”. */
class OpsgenieTest extends WireTest {

  private static final String SETTINGS =
      "{\"key\": \"eb243592-faa2-4ba2-a551q-1afdf565c889\", \"team\": \"Ops\"}";

  OpsgenieTest() {
    super("opsgenie", says(202, "{\"result\":\"Request will be processed\",\"took\":0.302}"));
  }

  @Test
  void a_down_makes_an_alert_and_the_up_closes_it_by_its_alias() {
    HttpPeer.Asked made = sent(SETTINGS, TestAlerts.of("k", TestAlerts.down("nightly backup")));
    assertThat(made.target()).isEqualTo("/v2/alerts");
    assertThat(made.header("Authorization"))
        .isEqualTo("GenieKey eb243592-faa2-4ba2-a551q-1afdf565c889");
    JsonNode body = json(made.body());
    assertThat(body.path("message").asText())
        .isEqualTo("DOWN: nightly backup – no ping since 04:20 UTC");
    assertThat(body.path("alias").asText()).isEqualTo(TestAlerts.CODE.toString());
    assertThat(body.path("priority").asText()).isEqualTo("P3");
    assertThat(body.path("entity").asText()).isEqualTo("nightly backup");
    assertThat(body.path("tags").toString()).isEqualTo("[\"prod\",\"db\"]");
    assertThat(body.path("responders").toString())
        .isEqualTo("[{\"type\":\"team\",\"name\":\"Ops\"}]");
    assertThat(body.path("details").path("Project").asText()).isEqualTo("Acme");
    assertThat(body.path("description").asText())
        .contains("Down since: 20 Nov 2026 05:25:00 UTC", "all is well", "/checks/");

    HttpPeer.Asked closed = sent(SETTINGS, TestAlerts.of("k", TestAlerts.up("nightly backup")));
    assertThat(closed.target())
        .isEqualTo("/v2/alerts/%s/close?identifierType=alias".formatted(TestAlerts.CODE));
    assertThat(json(closed.body()))
        .isEqualTo(
            json(
                """
                {"source": "Tocsin",
                 "note": "UP: nightly backup – was down for 2 hours 5 minutes"}
                """));
  }

  @Test
  void notices_open_and_close_under_their_id_and_inform_at_the_lowest_priority() {
    Alert problem = TestAlerts.notice("k", Alert.Level.PROBLEM, "12 checks are down", "x");
    Alert over = TestAlerts.notice("k", Alert.Level.OVER, "All are up", "x");
    Alert info = TestAlerts.notice("k", Alert.Level.INFO, "Upgraded", "x");
    assertThat(json(sent(SETTINGS, problem).body()).path("alias").asText()).isEqualTo("notice-1");
    assertThat(sent(SETTINGS, over).target()).startsWith("/v2/alerts/notice-1/close");
    assertThat(json(sent(SETTINGS, info).body()).path("priority").asText()).isEqualTo("P5");
    assertThat(json(sent(SETTINGS, TestAlerts.test("t")).body()).path("priority").asText())
        .isEqualTo("P5");
  }
}
