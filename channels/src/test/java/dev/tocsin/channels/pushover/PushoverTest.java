package dev.tocsin.channels.pushover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WireTest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The wire format is that of {@code /1/messages.json} in Pushover's API. */
class PushoverTest extends WireTest {

  private static final String KEYS =
      "\"token\": \"azGDORePK8gMaC0QOYAMyEEuzJnyUi\", \"user\": \"uQiRzpo4DXghDmr9QzzfQu27cmVRsG\"";

  PushoverTest() {
    super("pushover", says(200, "{\"status\":1,\"request\":\"647d2300-702c-4b38-8b2f\"}"));
  }

  private String settings() {
    return "{\"token\": \"%1$s\", \"user\": \"%1$s\"}".formatted(SECRET);
  }

  private Map<String, String> form(String more, Alert alert) {
    HttpPeer.Asked asked = sent("{" + KEYS + more + "}", alert);
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /1/messages.json");
    return form(asked);
  }

  @Test
  void a_down_goes_to_all_devices_with_a_high_priority() {
    assertThat(form("", TestAlerts.of("k", TestAlerts.down("a & b"))))
        .containsEntry("token", "azGDORePK8gMaC0QOYAMyEEuzJnyUi")
        .containsEntry("user", "uQiRzpo4DXghDmr9QzzfQu27cmVRsG")
        .containsEntry("title", "DOWN: a & b – no ping since 04:20 UTC")
        .containsEntry("priority", "1")
        .containsEntry("timestamp", "1795152300")
        .containsEntry("url", "https://tocsin.example.org/checks/" + TestAlerts.CODE)
        .containsEntry("url_title", "Open the check")
        .doesNotContainKeys("retry", "expire", "device", "sound");
  }

  @Test
  void an_emergency_says_how_often_and_how_long_and_an_up_is_none() {
    String settings =
        ", \"priority\": \"emergency\", \"retry\": 90, \"device\": \"phone\", \"sound\": \"siren\"";
    assertThat(form(settings, TestAlerts.of("k", TestAlerts.down("x"))))
        .containsEntry("priority", "2")
        .containsEntry("retry", "90")
        .containsEntry("expire", "3600")
        .containsEntry("device", "phone")
        .containsEntry("sound", "siren");
    assertThat(form(settings, TestAlerts.of("k", TestAlerts.up("x"))))
        .containsEntry("priority", "0")
        .doesNotContainKey("retry");
    assertThat(form(settings, TestAlerts.notice("k", Alert.Level.PROBLEM, "t", "l")))
        .containsEntry("priority", "2");
    assertThat(form(settings, TestAlerts.notice("k", Alert.Level.INFO, "t", "l")))
        .containsEntry("priority", "0");
  }

  @Test
  void texts_keep_within_what_the_api_takes() {
    Alert.News down =
        TestAlerts.down(
            "n".repeat(500),
            "fail",
            Optional.of(TestAlerts.ping("fail", Optional.of(1), "😀".repeat(2_000))));
    Map<String, String> form = form("", TestAlerts.of("k", down));
    assertThat(form.getOrDefault("title", "").length()).isLessThanOrEqualTo(250);
    assertThat(form.getOrDefault("message", "").length()).isBetween(500, 1_024);
  }

  @Test
  void a_refused_message_is_given_up_and_a_full_quota_waits() {
    assertThat(verdictOn(settings(), says(400, "{\"user\":\"invalid\",\"status\":0}")))
        .isInstanceOf(Verdict.GiveUp.class);
    assertThat(verdictOn(settings(), HttpPeer.answers(429))).isInstanceOf(Verdict.TryAgain.class);
  }
}
