package dev.tocsin.channels.googlechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Google's reference of messages and of cards, version 2. */
class GoogleChatTest {

  private final Wire wire = new Wire("googlechat");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_is_a_line_and_a_card_within_the_limits() {
    for (Asked asked : wire.sentOfEverySort()) {
      assertThat(asked.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(32_000);
      JsonNode json = Wire.json(asked);
      assertThat(json.path("text").textValue()).isNotBlank().doesNotContain("<");
      assertThat(json.path("cardsV2")).hasSize(1);
      JsonNode card = json.path("cardsV2").path(0);
      assertThat(card.path("cardId").textValue()).isNotBlank();
      JsonNode widgets = card.path("card").path("sections").path(0).path("widgets");
      assertThat(widgets.size()).isBetween(1, 100);
      for (JsonNode widget : widgets) {
        assertThat(widget.size()).isEqualTo(1);
        assertThat(widget.has("textParagraph") || widget.has("buttonList")).isTrue();
      }
      String text = widgets.path(0).path("textParagraph").path("text").asText("");
      assertThat(text.length() + json.path("text").textValue().length())
          .isLessThanOrEqualTo(GoogleChatCard.MAX_TEXT_CHARS);
      assertThat(text.replaceAll("</?(b|br|a)( href=\"[^\"]*\")?>", "")).doesNotContain("<");
    }
  }

  @Test
  void what_is_said_of_one_check_goes_in_one_thread() {
    String down = threadOf(wire.sent(TestAlerts.failed("x")));
    String up = threadOf(wire.sent(TestAlerts.of("other", TestAlerts.up("x"))));
    assertThat(down).isEqualTo(up).isEqualTo(TestAlerts.CODE.toString());
  }

  @Test
  void threads_are_a_choice() {
    String settings = "{\"url\": \"%s/m\", \"threads\": false}".formatted(wire.base());
    Asked asked = wire.sent(settings, TestAlerts.failed("x"));
    assertThat(asked.target()).isEqualTo("/m");
    assertThat(Wire.json(asked).has("thread")).isFalse();
    Asked threaded = wire.sent(settings.replace("false", "true"), TestAlerts.failed("x"));
    assertThat(threaded.target())
        .isEqualTo("/m?messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
  }

  @Test
  void a_webhook_that_was_removed_breaks_the_channel() {
    assertThat(wire.verdictOn(404, "{\"error\": {\"code\": 404, \"status\": \"NOT_FOUND\"}}"))
        .isInstanceOfSatisfying(
            Verdict.GiveUp.class, given -> assertThat(given.channelBroken()).isTrue());
    assertThat(wire.verdictOn(400, "{\"error\": {\"status\": \"INVALID_ARGUMENT\"}}"))
        .isInstanceOfSatisfying(
            Verdict.GiveUp.class, given -> assertThat(given.channelBroken()).isFalse());
  }

  private static String threadOf(Asked asked) {
    return Wire.json(asked).path("thread").path("threadKey").asText();
  }
}
