package dev.tocsin.channels.gotify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.WireTest;
import org.junit.jupiter.api.Test;

/** The wire format is that of {@code POST /message} in Gotify's API. */
class GotifyTest extends WireTest {

  GotifyTest() {
    super("gotify", HttpPeer.answers(200));
  }

  private String settings() {
    return "{\"url\": \"%s/base/\", \"token\": \"%s\"}".formatted(server(), SECRET);
  }

  @Test
  void a_message_has_a_title_a_priority_and_leads_to_the_check() {
    HttpPeer.Asked asked = sent(settings(), TestAlerts.of("k", TestAlerts.up("nightly backup")));
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /base/message");
    assertThat(asked.header("X-Gotify-Key")).isEqualTo(SECRET);
    assertThat(json(asked.body()))
        .isEqualTo(
            json(
                """
                {"title": "UP: nightly backup – was down for 2 hours 5 minutes",
                 "message": "Project: Acme\\nUp since: 20 Nov 2026 07:30:00 UTC\\n\
                Down since: 20 Nov 2026 05:25:00 UTC\\nDowntime: 2 hours 5 minutes\\n\
                Expected: Every hour, with a grace time of 5 minutes\\nLast ping: none yet\\n\
                Tags: prod db\\nDescription: copies the database",
                 "priority": 4,
                 "extras": {
                   "client::display": {"contentType": "text/plain"},
                   "client::notification": {"click": {"url":
                     "https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1"}}}}
                """));
  }

  @Test
  void bad_news_have_the_priority_that_was_chosen_for_them() {
    String settings =
        "{\"url\": \"%s\", \"token\": \"AKWFgUrbq3Ky\", \"priority\": 10, \"priority_up\": 0}"
            .formatted(server());
    assertThat(priority(settings, TestAlerts.of("k", TestAlerts.down("x")))).isEqualTo(10);
    assertThat(priority(settings, TestAlerts.notice("k", Alert.Level.PROBLEM, "t", "l")))
        .isEqualTo(10);
    assertThat(priority(settings, TestAlerts.notice("k", Alert.Level.INFO, "t", "l"))).isZero();
    assertThat(priority(settings, TestAlerts.notice("k", Alert.Level.OVER, "t", "l"))).isZero();
  }

  private int priority(String settings, Alert alert) {
    return json(sent(settings, alert).body()).path("priority").asInt(-1);
  }
}
