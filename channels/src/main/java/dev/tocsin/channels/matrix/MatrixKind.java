package dev.tocsin.channels.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.WebAddress;
import dev.tocsin.channels.words.Html;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A room of Matrix, written to in the name of a user with the client-server API, version 3. */
public final class MatrixKind extends FlatKind<MatrixKind.Settings> {

  /** Of the plain and of the marked up text: together well below the 65,536 of an event. */
  static final int MAX_PLAIN_BYTES = 12_000;

  static final int MAX_HTML_BYTES = 24_000;

  /** Synapse takes one message in five seconds and ten at once, unless its owner says otherwise. */
  private static final Pace PACE = new Pace(5, Duration.ofSeconds(5));

  private final Outbound outbound;

  /**
   * Where to write.
   *
   * @param server the home server, without a slash at the end
   * @param token of the user who writes
   */
  record Settings(String server, String room, String token) {}

  public MatrixKind(Outbound outbound) {
    super(
        "matrix",
        "Matrix",
        PACE,
        List.of(
            Field.url("server", "Home server").needed().example("https://matrix.example.org"),
            Field.text("room", "Room")
                .needed()
                .upTo(255)
                .like("![^\\s/?#]+", "must be the id of a room, which begins with !")
                .example("!abcdefghijklmnop:example.org")
                .hint("In the settings of the room, Advanced; the user must have joined it."),
            Field.secret("token", "Access token")
                .needed()
                .hint("Of the user who writes; best one that does nothing else.")));
    this.outbound = outbound;
  }

  @Override
  protected Settings settings(Values values) {
    return new Settings(values.base("server"), values.text("room"), values.text("token"));
  }

  @Override
  protected String summaryOf(Settings settings) {
    return settings.room();
  }

  @Override
  protected Channel channel(Settings settings) {
    return new OneCall(outbound, alert -> call(settings, alert), MatrixKind::judge);
  }

  /** The key is the transaction id: of copies the home server keeps one. */
  private static Call call(Settings settings, Alert alert) {
    Message message = Message.of(alert);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("msgtype", "m.text");
    event.put("body", Sheet.whole(message, Markup.NONE, Room.bytes(MAX_PLAIN_BYTES)));
    event.put("format", "org.matrix.custom.html");
    event.put("formatted_body", Sheet.whole(message, Html.PAGE, Room.bytes(MAX_HTML_BYTES)));
    event.put("m.mentions", Map.of()); // it calls nobody
    URI uri =
        WebAddress.parse(
            "%s/_matrix/client/v3/rooms/%s/send/m.room.message/%s"
                .formatted(settings.server(), settings.room().replace("%", "%25"), alert.key()));
    return Call.json(
        "PUT", uri, alert, event, new Call.Header("Authorization", "Bearer " + settings.token()));
  }

  static Verdict judge(Answer answer) {
    JsonNode said = answer.json();
    if (answer.status() < 400) {
      return answer.verdictOfMessage();
    }
    return switch (said.path("errcode").asText()) {
      case "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED" ->
          answer.gone("the home server does not know this access token");
      case "M_FORBIDDEN" -> answer.gone("the user has not joined the room, or may not write there");
      default ->
          answer.withRetryAfter(said.path("retry_after_ms").asDouble() / 1000).verdictOfMessage();
    };
  }
}
