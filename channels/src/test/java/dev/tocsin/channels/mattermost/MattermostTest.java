package dev.tocsin.channels.mattermost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Mattermost's pages on incoming webhooks and message attachments. */
class MattermostTest {

  private final Wire wire = new Wire("mattermost");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_is_one_attachment_that_fits_a_post() {
    for (Asked asked : wire.sentOfEverySort()) {
      JsonNode json = Wire.json(asked);
      assertThat(json.path("channel").textValue()).isEqualTo("ops");
      assertThat(json.path("attachments")).hasSize(1);
      JsonNode attachment = json.path("attachments").path(0);
      assertThat(attachment.path("fallback").textValue()).isNotBlank();
      assertThat(attachment.path("color").textValue()).matches("#[0-9a-f]{6}");
      assertThat(attachment.path("text").textValue())
          .isNotBlank()
          .hasSizeLessThan(16_383)
          .doesNotContain("@everyone")
          .doesNotContain("@channel");
    }
  }

  @Test
  void the_webhook_has_a_channel_of_its_own() {
    String settings = "{\"url\": \"%s/hooks/x\"}".formatted(wire.base());
    assertThat(Wire.json(wire.sent(settings, TestAlerts.failed("x"))).has("channel")).isFalse();
  }

  @Test
  void an_error_that_speaks_of_the_webhook_breaks_the_channel() {
    String gone = "{\"id\": \"web.incoming_webhook.channel.app_error\", \"status_code\": 404}";
    assertThat(wire.verdictOn(404, gone)).isInstanceOf(Verdict.GiveUp.class);
    String off = "{\"id\": \"web.incoming_webhook.disabled.app_error\", \"status_code\": 501}";
    assertThat(wire.verdictOn(501, off)).isInstanceOf(Verdict.TryAgain.class);
  }
}
