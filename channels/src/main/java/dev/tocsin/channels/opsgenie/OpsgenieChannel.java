package dev.tocsin.channels.opsgenie;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Call.Header;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Matter;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Text;
import java.net.URI;
import java.util.Arrays;

/**
 * Makes alerts of the Alert API and closes them. The alias is the code of the check, or the id of a
 * notice: there is one open alert per alias.
 */
final class OpsgenieChannel implements Channel {

  /** What the API takes; more is refused or cut by it. */
  static final int MAX_MESSAGE_CHARS = 130;

  static final int MAX_DESCRIPTION_CHARS = 15_000;
  private static final int MAX_TAGS = 20;
  private static final int MAX_TAG_CHARS = 50;
  private static final int MAX_ENTITY_CHARS = 512;

  private static final JsonMapper JSON = new JsonMapper();

  private final OpsgenieSettings settings;
  private final String api;
  private final Outbound outbound;

  /**
   * @param api the API of the account's region, without a slash at the end
   */
  OpsgenieChannel(OpsgenieSettings settings, String api, Outbound outbound) {
    this.settings = settings;
    this.api = api;
    this.outbound = outbound;
  }

  @Override
  public boolean groups() {
    return false;
  }

  @Override
  public Verdict deliver(Alert alert) {
    Matter matter = Matter.of(alert);
    Message message = Message.of(alert);
    return outbound.send(
        matter.ends()
            ? call(alert, "/%s/close?identifierType=alias".formatted(matter.id()), note(message))
            : call(alert, "", made(alert, matter, message)),
        Answer::verdictOfMessage);
  }

  private Call call(Alert alert, String path, ObjectNode body) {
    var key = new Header("Authorization", "GenieKey " + settings.key());
    return Call.json(URI.create(api + "/v2/alerts" + path), alert, body, key);
  }

  private static ObjectNode note(Message message) {
    return JSON.createObjectNode().put("source", "Tocsin").put("note", message.subject());
  }

  private ObjectNode made(Alert alert, Matter matter, Message message) {
    ObjectNode body = JSON.createObjectNode();
    body.put("message", Text.cut(message.subject(), MAX_MESSAGE_CHARS));
    body.put("alias", matter.id());
    body.put("description", Sheet.whole(message, Markup.NONE, Room.chars(MAX_DESCRIPTION_CHARS)));
    body.put("source", "Tocsin");
    body.put("priority", matter.opens() ? settings.priority() : "P5");
    if (!settings.team().isEmpty()) {
      body.putArray("responders").addObject().put("type", "team").put("name", settings.team());
    }
    message
        .only()
        .ifPresent(story -> body.put("entity", Text.cut(story.title(), MAX_ENTITY_CHARS)));
    message.only().ifPresent(story -> body.set("tags", tags(alert.news().get(0).tags())));
    ObjectNode details = body.putObject("details");
    message.only().ifPresent(s -> s.facts().forEach(f -> details.put(f.label(), f.value())));
    return body;
  }

  private static ArrayNode tags(String tags) {
    ArrayNode list = JSON.createArrayNode();
    Arrays.stream(Text.oneLine(tags).split(" "))
        .filter(tag -> !tag.isEmpty())
        .limit(MAX_TAGS)
        .forEach(tag -> list.add(Text.cut(tag, MAX_TAG_CHARS)));
    return list;
  }
}
