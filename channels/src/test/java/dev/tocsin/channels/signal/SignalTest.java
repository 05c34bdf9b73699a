package dev.tocsin.channels.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WireTest;
import org.junit.jupiter.api.Test;

/** The wire format is that of the manual page signal-cli-jsonrpc(5). */
class SignalTest extends WireTest {

  private static final String SENT =
      """
      {"jsonrpc": "2.0", "id": "k", "result": {"timestamp": 1631458508784, "results": [
        {"recipientAddress": {"number": "+33123456789"}, "type": "SUCCESS"}]}}
      """;

  SignalTest() {
    super("signal", says(200, SENT));
  }

  private String settings() {
    return "{\"url\": \"http://me:%s@127.0.0.1:%d\", \"recipients\": [\"+33123456789\"]}"
        .formatted(SECRET, peer.port());
  }

  private static HttpPeer.Mood refuses() {
    return failure(-1, "UNREGISTERED_FAILURE");
  }

  private static HttpPeer.Mood failure(int code, String type) {
    return says(
        200,
        """
        {"jsonrpc": "2.0", "id": "k", "error": {"code": %d, "message": "Failed to send message",
         "data": {"response": {"results": [
           {"recipientAddress": {"number": "+33123456789"}, "type": "%s"}]}}}}
        """
            .formatted(code, type));
  }

  @Test
  void a_message_goes_to_recipients() {
    HttpPeer.Asked asked = sent(settings(), TestAlerts.of("k", TestAlerts.up("nightly backup")));
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /api/v1/rpc");
    assertThat(json(asked.body()))
        .isEqualTo(
            json(
                """
                {"jsonrpc": "2.0", "id": "k", "method": "send", "params": {
                  "recipient": ["+33123456789"],
                  "message": "🟢 UP: nightly backup – was down for 2 hours 5 minutes\\n\\n\
                Project: Acme\\nUp since: 20 Nov 2026 07:30:00 UTC\\n\
                Down since: 20 Nov 2026 05:25:00 UTC\\nDowntime: 2 hours 5 minutes\\n\
                Expected: Every hour, with a grace time of 5 minutes\\nLast ping: none yet\\n\
                Tags: prod db\\nDescription: copies the database\\n\\n\
                Open the check: https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1"}}
                """));
  }

  @Test
  void a_message_goes_to_a_group_from_one_of_several_accounts() {
    String settings =
        """
        {"url": "%s", "account": "+15005550006",
         "group": "SqHk7v4ERh1xIBEA2Bu9/0mYUsvQ/W3cyRgdOgLBhGY="}
        """
            .formatted(server());
    var params =
        json(sent(settings, TestAlerts.notice("k", Alert.Level.INFO, "Upgraded", "x")).body())
            .path("params");
    assertThat(params.path("account").asText()).isEqualTo("+15005550006");
    assertThat(params.path("groupId").asText())
        .isEqualTo("SqHk7v4ERh1xIBEA2Bu9/0mYUsvQ/W3cyRgdOgLBhGY=");
    assertThat(params.has("recipient")).isFalse();
    assertThat(params.path("message").asText()).startsWith("🔵 Upgraded\n\nx");
  }

  @Test
  void an_error_in_an_answer_of_200_is_an_error() {
    assertThat(verdictOn(settings(), refuses())).isInstanceOf(Verdict.GiveUp.class);
    assertThat(verdictOn(settings(), failure(-5, "RATE_LIMIT_FAILURE")).detail())
        .contains("captcha");
    assertThat(verdictOn(settings(), failure(-3, "NETWORK_FAILURE")))
        .isInstanceOf(Verdict.TryAgain.class)
        .extracting(Verdict::detail)
        .asString()
        .doesNotContain("33123456789");
    assertThat(verdictOn(settings(), HttpPeer.answers(200))).isInstanceOf(Verdict.TryAgain.class);
  }
}
