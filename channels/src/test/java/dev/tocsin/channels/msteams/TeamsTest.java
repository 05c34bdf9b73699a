package dev.tocsin.channels.msteams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.Wire;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the schema of Adaptive Cards 1.4 and Microsoft's page on webhooks of workflows. */
class TeamsTest {

  private final Wire wire = new Wire("msteams");

  @AfterEach
  void close() {
    wire.close();
  }

  @Test
  void every_message_is_a_card_of_the_schema_and_below_28_kilobytes() {
    for (Asked asked : wire.sentOfEverySort()) {
      assertThat(asked.body().getBytes(StandardCharsets.UTF_8).length).isLessThan(28 * 1024);
      JsonNode json = Wire.json(asked);
      assertThat(json.path("type").textValue()).isEqualTo("message");
      assertThat(json.path("attachments")).hasSize(1);
      JsonNode attachment = json.path("attachments").path(0);
      assertThat(attachment.path("contentType").textValue())
          .isEqualTo("application/vnd.microsoft.card.adaptive");
      isCard(attachment.path("content"));
    }
  }

  private static void isCard(JsonNode card) {
    assertThat(card.path("type").textValue()).isEqualTo("AdaptiveCard");
    assertThat(card.path("version").textValue()).isEqualTo("1.4");
    assertThat(card.path("body")).isNotEmpty();
    for (JsonNode block : card.path("body")) {
      assertThat(block.path("type").textValue()).isEqualTo("RichTextBlock");
      assertThat(block.path("spacing").asText("None")).isEqualTo("None");
      block.path("inlines").forEach(TeamsTest::isRun);
    }
    assertThat(card.path("actions").size()).isBetween(1, 6);
    for (JsonNode action : card.path("actions")) {
      opensUrl(action);
      assertThat(action.path("title").textValue()).isNotBlank();
    }
  }

  private static void isRun(JsonNode run) {
    assertThat(run.path("type").textValue()).isEqualTo("TextRun");
    assertThat(run.path("text").textValue()).isNotEmpty();
    assertThat(run.path("color").asText("Default"))
        .isIn(Set.of("Default", "Attention", "Good", "Accent"));
    assertThat(run.path("size").asText("Default")).isIn(Set.of("Default", "Medium"));
    assertThat(run.path("weight").asText("Default")).isIn(Set.of("Default", "Bolder"));
    assertThat(run.path("fontType").asText("Default")).isIn(Set.of("Default", "Monospace"));
    if (run.has("selectAction")) {
      opensUrl(run.path("selectAction"));
    }
  }

  private static void opensUrl(JsonNode action) {
    assertThat(action.path("type").textValue()).isEqualTo("Action.OpenUrl");
    assertThat(action.path("url").textValue()).startsWith("https://");
  }

  @Test
  void a_workflow_that_was_removed_breaks_the_channel_and_one_that_is_throttled_does_not() {
    assertThat(wire.verdictOn(404, "{\"error\": {\"code\": \"WorkflowNotFound\"}}"))
        .isInstanceOf(Verdict.GiveUp.class);
    assertThat(wire.verdictOn(429, "{\"error\": {\"code\": \"WorkflowRunActionThrottled\"}}"))
        .isInstanceOf(Verdict.TryAgain.class);
    assertThat(wire.verdictOn(401, "{\"error\": {\"code\": \"DirectApiAuthorizationRequired\"}}"))
        .isInstanceOf(Verdict.TryAgain.class);
  }
}
