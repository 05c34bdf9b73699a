package dev.tocsin.channels.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against Telegram's page on the Bot API: sendMessage, formatting, ResponseParameters. */
class TelegramTest {

  private static final Pattern TAG = Pattern.compile("<(/?)([a-z]+)(?: href=\"[^\"<>]*\")?>");

  private final Wire wire = new Wire("telegram");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_fits_and_its_tags_are_known_and_closed() {
    for (Asked asked : wire.sentOfEverySort()) {
      assertThat(asked.target()).isEqualTo("/bot1:s3cret/sendMessage");
      JsonNode json = Wire.json(asked);
      assertThat(json.path("chat_id").textValue()).isEqualTo("-100");
      assertThat(json.path("message_thread_id").longValue()).isEqualTo(7);
      assertThat(json.path("parse_mode").textValue()).isEqualTo("HTML");
      String text = json.path("text").textValue();
      assertThat(text).isNotBlank().hasSizeLessThanOrEqualTo(4_096);
      Matcher tag = TAG.matcher(text);
      Deque<String> open = new ArrayDeque<>();
      while (tag.find()) {
        assertThat(tag.group(2)).isIn(Set.of("a", "b", "pre"));
        if (tag.group(1).isEmpty()) {
          open.push(tag.group(2));
        } else {
          assertThat(open.pop()).isEqualTo(tag.group(2));
        }
      }
      assertThat(open).isEmpty();
      assertThat(TAG.matcher(text).replaceAll("")).doesNotContain("<");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400, Bad Request: chat not found, true",
    "400, Bad Request: message thread not found, true",
    "400, Bad Request: TOPIC_CLOSED, true",
    "400, Bad Request: not enough rights to send text messages to the chat, true",
    "400, Bad Request: message is too long, false",
    "400, Bad Request: can't parse entities, false",
    "401, Unauthorized, true",
    "403, Forbidden: bot was blocked by the user, true",
    "403, Forbidden: bot was kicked from the supergroup chat, true",
    "404, Not Found, true",
  })
  void the_description_says_whether_the_chat_is_gone(int status, String said, boolean broken) {
    String body = "{\"ok\": false, \"error_code\": %d, \"description\": \"%s\"}";
    assertThat(wire.verdictOn(status, body.formatted(status, said)))
        .isInstanceOfSatisfying(
            Verdict.GiveUp.class, given -> assertThat(given.channelBroken()).isEqualTo(broken));
  }

  @Test
  void a_group_that_became_a_supergroup_is_followed() {
    Verdict verdict =
        wire.verdictOn(
            400,
            """
            {"ok": false, "error_code": 400,
             "description": "Bad Request: group chat was upgraded to a supergroup chat",
             "parameters": {"migrate_to_chat_id": -1001234567890}}
            """);
    assertThat(verdict)
        .isEqualTo(
            new Verdict.TryAgain(
                "the group is a supergroup now: enter -1001234567890 as its number",
                Optional.of(Duration.ofSeconds(1))));
    Alert alert = TestAlerts.failed("x");
    assertThat(Wire.json(wire.sent(alert)).path("chat_id").textValue()).isEqualTo("-1001234567890");
  }

  @Test
  void who_is_not_telegram_is_not_believed() {
    for (int status : new int[] {200, 401, 403, 500}) {
      assertThat(wire.verdictOn(status, "<html>a portal</html>"))
          .as("%d", status)
          .isInstanceOf(Verdict.TryAgain.class);
    }
  }
}
