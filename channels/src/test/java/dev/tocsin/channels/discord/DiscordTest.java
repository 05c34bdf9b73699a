package dev.tocsin.channels.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against Discord's reference of Execute Webhook and of the limits of embeds. */
class DiscordTest {

  private final Wire wire = new Wire("discord");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_is_one_embed_within_its_limits_and_calls_nobody() {
    for (Asked asked : wire.sentOfEverySort()) {
      JsonNode json = Wire.json(asked);
      assertThat(json.path("allowed_mentions").path("parse").isArray()).isTrue();
      assertThat(json.path("allowed_mentions").path("parse")).isEmpty();
      assertThat(json.path("embeds")).hasSize(1);
      JsonNode embed = json.path("embeds").path(0);
      String title = embed.path("title").textValue();
      String description = embed.path("description").textValue();
      assertThat(title).isNotBlank().hasSizeLessThanOrEqualTo(256);
      assertThat(description).isNotBlank().hasSizeLessThanOrEqualTo(4_096);
      assertThat(title.length() + description.length()).isLessThanOrEqualTo(6_000);
      assertThat(embed.path("color").intValue()).isBetween(1, 0xffffff);
      assertThat(embed.path("url").textValue()).startsWith("https://");
      assertThat(Instant.parse(embed.path("timestamp").textValue())).isNotNull();
    }
  }

  @Test
  void a_global_limit_is_waited_for_to_the_millisecond() {
    Verdict verdict =
        wire.verdictOn(
            429,
            "{\"message\": \"You are being rate limited.\", \"retry_after\": 64.57, \"global\": true}",
            "Retry-After: 65");
    assertThat(verdict)
        .isEqualTo(
            new Verdict.TryAgain(
                "answered 429: too many requests", Optional.of(Duration.ofMillis(64_570))));
  }

  @Test
  void a_token_that_is_not_its_and_a_forum_break_the_channel_and_an_invalid_form_does_not() {
    assertThat(broken(401, 50_027)).isTrue();
    assertThat(broken(404, 10_015)).isTrue();
    assertThat(broken(400, 220_001)).isTrue();
    assertThat(broken(400, 50_035)).isFalse();
  }

  private boolean broken(int status, int code) {
    Verdict verdict = wire.verdictOn(status, "{\"message\": \"m\", \"code\": %d}".formatted(code));
    return verdict instanceof Verdict.GiveUp given && given.channelBroken();
  }

  @Test
  void a_thread_is_part_of_the_url() {
    String settings = "{\"url\": \"%s/api/webhooks/1/t?thread_id=7\"}".formatted(wire.base());
    Asked asked = wire.sent(settings, TestAlerts.test("k"));
    assertThat(asked.target()).isEqualTo("/api/webhooks/1/t?thread_id=7");
  }
}
