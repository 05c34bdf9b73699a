package dev.tocsin.channels.apprise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WireTest;
import org.junit.jupiter.api.Test;

/** The wire format is that of {@code /notify} and {@code /notify/KEY} of the Apprise API. */
class AppriseTest extends WireTest {

  AppriseTest() {
    super("apprise", HttpPeer.answers(200));
  }

  private String settings() {
    return "{\"url\": \"http://me:%1$s@127.0.0.1:%2$d\", \"key\": \"%1$s\"}"
        .formatted(SECRET, peer.port());
  }

  private String with(String more) {
    return "{\"url\": \"%s\", %s}".formatted(server(), more);
  }

  @Test
  void a_key_notifies_what_is_stored_under_it() {
    HttpPeer.Asked asked =
        sent(
            with("\"key\": \"apprise\", \"tag\": \"ops\""),
            TestAlerts.of("k", TestAlerts.down("nightly backup")));
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /notify/apprise");
    var body = json(asked.body());
    assertThat(body.path("title").asText())
        .isEqualTo("DOWN: nightly backup – no ping since 04:20 UTC");
    assertThat(body.path("body").asText()).contains("Project: Acme", "/checks/");
    assertThat(body.path("type").asText()).isEqualTo("failure");
    assertThat(body.path("tag").asText()).isEqualTo("ops");
    assertThat(body.path("format").asText()).isEqualTo("text");
    assertThat(body.has("urls")).isFalse();
  }

  @Test
  void urls_come_along_instead_of_a_key() {
    HttpPeer.Asked asked =
        sent(
            with("\"urls\": [\"mailto://a:b@example.org\", \"json://localhost\"]"),
            TestAlerts.of("k", TestAlerts.up("x")));
    assertThat(asked.target()).isEqualTo("/notify/");
    assertThat(json(asked.body()).path("urls").asText())
        .isEqualTo("mailto://a:b@example.org, json://localhost");
    assertThat(json(asked.body()).path("type").asText()).isEqualTo("success");
  }

  @Test
  void notices_have_the_type_that_they_are_meant_as() {
    assertThat(type(TestAlerts.notice("k", Alert.Level.PROBLEM, "t", "l"))).isEqualTo("failure");
    assertThat(type(TestAlerts.notice("k", Alert.Level.OVER, "t", "l"))).isEqualTo("success");
    assertThat(type(TestAlerts.notice("k", Alert.Level.INFO, "t", "l"))).isEqualTo("info");
  }

  private String type(Alert alert) {
    return json(sent(with("\"key\": \"k\""), alert).body()).path("type").asText();
  }

  @Test
  void nobody_to_notify_is_no_success_and_a_failed_service_is_tried_again() {
    assertThat(verdictOn(settings(), HttpPeer.answers(204))).isInstanceOf(Verdict.GiveUp.class);
    assertThat(verdictOn(settings(), HttpPeer.answers(424))).isInstanceOf(Verdict.TryAgain.class);
  }

  @Test
  void a_key_and_urls_exclude_each_other_and_one_is_needed() {
    ChannelKind kind = kind();
    String problem = "key: enter a configuration key or URLs, one of the two";
    assertThat(kind.problems("{\"url\": \"http://x\"}")).containsExactly(problem);
    assertThat(kind.problems("{\"url\": \"http://x\", \"key\": \"k\", \"urls\": [\"a://b\"]}"))
        .containsExactly(problem);
  }
}
