package dev.tocsin.channels.gotify;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Call.Header;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Tone;
import java.net.URI;

/** Makes messages of an application. */
final class GotifyCall {

  /** Nothing there limits it; a phone is no place for more. */
  private static final int MAX_MESSAGE_CHARS = 10_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final GotifySettings settings;

  GotifyCall(GotifySettings settings) {
    this.settings = settings;
  }

  Call of(Alert alert) {
    URI message = URI.create(settings.server() + "/message");
    var token = new Header("X-Gotify-Key", settings.token());
    return Call.json(message, alert, body(Message.of(alert)), token);
  }

  private ObjectNode body(Message message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("title", message.subject());
    String text = Sheet.body(message, Markup.NONE, Room.chars(MAX_MESSAGE_CHARS));
    body.put("message", text.isEmpty() ? message.headline() : text);
    body.put("priority", message.tone() == Tone.BAD ? settings.down() : settings.up());
    ObjectNode extras = body.putObject("extras");
    extras.putObject("client::display").put("contentType", "text/plain");
    message.more().stream()
        .findFirst()
        .ifPresent(
            link ->
                extras.putObject("client::notification").putObject("click").put("url", link.url()));
    return body;
  }
}
