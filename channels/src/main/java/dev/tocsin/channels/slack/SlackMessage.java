package dev.tocsin.channels.slack;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A line of text, which is also what notifications show, and a coloured attachment of blocks below.
 * Links are links and not buttons: those would ask for an app that answers them.
 */
final class SlackMessage {

  /** Of the text of one section. */
  static final int MAX_SECTION_CHARS = 3_000;

  private SlackMessage() {}

  static Call call(URI url, Alert alert) {
    Message message = Message.of(alert);
    List<Map<String, Object>> blocks = new ArrayList<>();
    String body = Sheet.body(message, Mrkdwn.INSTANCE, Room.chars(MAX_SECTION_CHARS));
    if (!body.isEmpty()) {
      blocks.add(Map.of("type", "section", "text", mrkdwn(body)));
    }
    String links =
        message.more().stream()
            .map(link -> Mrkdwn.INSTANCE.link(link.url(), link.words()))
            .collect(Collectors.joining("  ·  "));
    blocks.add(Map.of("type", "context", "elements", List.of(mrkdwn(links))));
    String top = message.tone().mark() + " " + message.headline();
    return Call.json(
        url,
        alert,
        Map.of(
            "text",
            Mrkdwn.INSTANCE.text(top),
            "unfurl_links",
            false,
            "attachments",
            List.of(Map.of("color", message.tone().hex(), "blocks", blocks))));
  }

  /** Verbatim: names of channels and people in it are not made into links, and call nobody. */
  private static Map<String, Object> mrkdwn(String text) {
    return Map.of("type", "mrkdwn", "text", text, "verbatim", true);
  }
}
