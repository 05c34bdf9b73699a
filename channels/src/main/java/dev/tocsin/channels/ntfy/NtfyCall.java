package dev.tocsin.channels.ntfy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Call.Header;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Text;
import dev.tocsin.channels.words.Tone;

/** Publishes as JSON, which needs no encoding of names in headers. */
final class NtfyCall {

  /** A longer message becomes an attachment, which phones do not show. */
  static final int MAX_MESSAGE_BYTES = 4_000;

  private static final int MAX_TITLE_CHARS = 250;

  /** The server takes no more buttons. */
  private static final int MAX_ACTIONS = 3;

  private static final JsonMapper JSON = new JsonMapper();

  private final NtfySettings settings;

  NtfyCall(NtfySettings settings) {
    this.settings = settings;
  }

  Call of(Alert alert) {
    Header[] login = settings.login().toArray(Header[]::new);
    return Call.json(settings.server(), alert, body(Message.of(alert)), login);
  }

  private ObjectNode body(Message message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("topic", settings.topic());
    body.put("title", Text.cut(message.subject(), MAX_TITLE_CHARS));
    String text = Sheet.body(message, Markup.NONE, Room.bytes(MAX_MESSAGE_BYTES));
    body.put("message", text.isEmpty() ? message.headline() : text);
    body.put("priority", priority(message.tone()));
    body.putArray("tags").add(tag(message.tone()));
    ArrayNode actions = JSON.createArrayNode();
    for (Message.Link link : message.more().stream().limit(MAX_ACTIONS).toList()) {
      actions
          .addObject()
          .put("action", "view")
          .put("label", link.words())
          .put("url", link.url())
          .put("clear", true);
    }
    if (!actions.isEmpty()) {
      body.put("click", message.more().get(0).url());
      body.set("actions", actions);
    }
    return body;
  }

  private int priority(Tone tone) {
    return (tone == Tone.BAD ? settings.down() : settings.up()).level();
  }

  /** A short code that apps show as a picture before the title. */
  private static String tag(Tone tone) {
    return switch (tone) {
      case BAD -> "red_circle";
      case GOOD -> "green_circle";
      case PLAIN -> "information_source";
      case TEST -> "test_tube";
    };
  }
}
