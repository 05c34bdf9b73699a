package dev.tocsin.channels.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Slack's reference of Block Kit and of incoming webhooks. */
class SlackTest {

  private final Wire wire = new Wire("slack");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_keeps_to_what_blocks_may_hold() {
    for (Asked asked : wire.sentOfEverySort()) {
      JsonNode json = Wire.json(asked);
      assertThat(json.path("text").textValue()).isNotBlank().hasSizeLessThan(40_000);
      assertThat(json.path("attachments")).hasSize(1);
      JsonNode attachment = json.path("attachments").path(0);
      assertThat(attachment.path("color").textValue()).matches("#[0-9a-f]{6}");
      assertThat(attachment.path("blocks").size()).isBetween(1, 50);
      for (JsonNode block : attachment.path("blocks")) {
        if (block.path("type").textValue().equals("section")) {
          isMrkdwn(block.path("text"), 3_000);
        } else {
          assertThat(block.path("type").textValue()).isEqualTo("context");
          assertThat(block.path("elements").size()).isBetween(1, 10);
          block.path("elements").forEach(element -> isMrkdwn(element, 3_000));
        }
      }
    }
  }

  private static void isMrkdwn(JsonNode text, int maxChars) {
    assertThat(text.path("type").textValue()).isEqualTo("mrkdwn");
    assertThat(text.path("text").textValue()).isNotBlank().hasSizeLessThanOrEqualTo(maxChars);
  }

  @Test
  void no_name_calls_anybody_or_makes_a_link() {
    for (Asked asked : wire.sentOfEverySort()) {
      assertThat(asked.body())
          .doesNotContain("<!here>")
          .doesNotContain("<script")
          .contains("<http");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_payload, false",
    "400, too_many_attachments, false",
    "403, invalid_token, true",
    "403, action_prohibited, true",
    "404, channel_not_found, true",
    "404, no_service, true",
    "410, channel_is_archived, true",
  })
  void slack_says_in_a_word_what_is_wrong(int status, String word, boolean broken) {
    assertThat(wire.verdictOn(status, word))
        .isInstanceOfSatisfying(
            Verdict.GiveUp.class, given -> assertThat(given.channelBroken()).isEqualTo(broken));
  }

  @Test
  void trouble_at_slack_passes() {
    assertThat(wire.verdictOn(500, "rollup_error")).isInstanceOf(Verdict.TryAgain.class);
    assertThat(wire.verdictOn(403, "a proxy of yours")).isInstanceOf(Verdict.TryAgain.class);
  }
}
