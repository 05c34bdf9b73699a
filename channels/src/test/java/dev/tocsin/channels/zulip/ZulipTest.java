package dev.tocsin.channels.zulip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Zulip's REST API: send a message, error handling. */
class ZulipTest {

  private final Wire wire = new Wire("zulip");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_is_a_form_within_the_limits_that_calls_nobody() {
    for (Asked asked : wire.sentOfEverySort()) {
      assertThat(asked.target()).isEqualTo("/api/v1/messages");
      assertThat(asked.header("Authorization")).isEqualTo("Basic YkBleGFtcGxlLm9yZzpzM2NyZXQ=");
      Map<String, String> form = Wire.form(asked);
      assertThat(form).containsOnlyKeys("type", "to", "topic", "content");
      assertThat(form).containsEntry("type", "stream").containsEntry("to", "ops");
      assertThat(form.get("topic")).isNotBlank().hasSizeLessThanOrEqualTo(60);
      assertThat(form.get("content"))
          .isNotBlank()
          .hasSizeLessThanOrEqualTo(10_000)
          .doesNotContain("@**");
      assertThat(withoutCode(form.getOrDefault("content", ""))).doesNotContain("[x](http://e)");
    }
  }

  /** What a job printed stands in a block of code, in which nothing is a link. */
  private static String withoutCode(String content) {
    return content.replaceAll("(?s)```text\n.*?\n```", "");
  }

  @Test
  void people_are_a_list_of_addresses() {
    String settings =
        """
        {"site": "%s/", "bot": "b@example.org", "key": "k", "type": "direct",
         "to": "a@example.org, c@example.org"}
        """
            .formatted(wire.base());
    Map<String, String> form = Wire.form(wire.sent(settings, TestAlerts.failed("x")));
    assertThat(form)
        .containsOnlyKeys("type", "to", "content")
        .containsEntry("type", "direct")
        .containsEntry("to", "[\"a@example.org\",\"c@example.org\"]");
    assertThat(wire.kind().problems(settings.replace("a@example.org, c@example.org", "ops")))
        .containsExactly("to: enter e-mail addresses, or choose channel");
  }

  @Test
  void a_topic_of_ones_own_is_for_all_checks() {
    String settings =
        """
        {"site": "%s", "bot": "b@example.org", "key": "k", "to": "ops", "topic": "alerts"}
        """
            .formatted(wire.base());
    assertThat(Wire.form(wire.sent(settings, TestAlerts.failed("x"))))
        .containsEntry("topic", "alerts");
    assertThat(Wire.form(wire.sent(TestAlerts.failed("x")))).containsEntry("topic", "x");
  }

  @ParameterizedTest
  @CsvSource({
    "400, STREAM_DOES_NOT_EXIST, true",
    "401, INVALID_API_KEY, true",
    "403, USER_DEACTIVATED, true",
    "403, REALM_DEACTIVATED, true",
    "400, BAD_REQUEST, false",
  })
  void the_code_says_whether_it_will_ever_work(int status, String code, boolean broken) {
    String body = "{\"result\": \"error\", \"msg\": \"m\", \"code\": \"%s\"}".formatted(code);
    assertThat(wire.verdictOn(status, body))
        .isInstanceOfSatisfying(
            Verdict.GiveUp.class, given -> assertThat(given.channelBroken()).isEqualTo(broken));
  }
}
