package dev.tocsin.channels.apprise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Tone;
import java.net.URI;

/** Asks an Apprise API to notify whoever it knows under a key, or the URLs that come along. */
final class AppriseCall {

  /** The services behind it cut or split what is longer. */
  private static final int MAX_BODY_CHARS = 4_000;

  private static final JsonMapper JSON = new JsonMapper();

  private final AppriseSettings settings;

  AppriseCall(AppriseSettings settings) {
    this.settings = settings;
  }

  Call of(Alert alert) {
    URI notify = URI.create(settings.server() + "/notify/" + settings.key());
    return Call.json(notify, alert, body(Message.of(alert)));
  }

  /** What its answers mean where HTTP would mean something else. */
  static Verdict verdict(Answer answer) {
    return switch (answer.status()) {
      case 204 -> answer.gone("it knows nobody to notify, check key, tag and URLs");
      case 424 -> answer.again("at least one of its services failed");
      default -> answer.verdictOfMessage();
    };
  }

  private ObjectNode body(Message message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("title", message.subject());
    body.put("body", Sheet.whole(message, Markup.NONE, Room.chars(MAX_BODY_CHARS)));
    body.put("type", type(message.tone()));
    body.put("format", "text");
    if (!settings.tag().isEmpty()) {
      body.put("tag", settings.tag());
    }
    if (!settings.urls().isEmpty()) {
      body.put("urls", settings.urls());
    }
    return body;
  }

  private static String type(Tone tone) {
    return switch (tone) {
      case BAD -> "failure";
      case GOOD -> "success";
      case PLAIN, TEST -> "info";
    };
  }
}
