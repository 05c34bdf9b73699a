package dev.tocsin.channels.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Rocket.Chat's pages on incoming integrations. */
class RocketChatTest {

  private final Wire wire = new Wire("rocketchat");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_is_one_attachment_that_fits_a_message() {
    for (Asked asked : wire.sentOfEverySort()) {
      JsonNode json = Wire.json(asked);
      assertThat(json.path("channel").textValue()).isEqualTo("#ops");
      assertThat(json.path("attachments")).hasSize(1);
      JsonNode attachment = json.path("attachments").path(0);
      assertThat(attachment.path("color").textValue()).matches("#[0-9a-f]{6}");
      assertThat(attachment.path("text").textValue())
          .isNotBlank()
          .hasSizeLessThanOrEqualTo(5_000)
          .doesNotContain("@everyone")
          .doesNotContain("@channel");
    }
  }

  @Test
  void a_room_begins_with_a_sign() {
    assertThat(wire.kind().problems("{\"url\": \"https://x/hooks/1\", \"channel\": \"ops\"}"))
        .containsExactly("channel: must begin with # or @");
  }
}
