package dev.tocsin.channels.rocketchat;

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
import dev.tocsin.channels.words.Markdown;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A room of a Rocket.Chat server, written to through an incoming integration. */
public final class RocketChatKind extends FlatKind<RocketChatKind.Settings> {

  /** A server takes ten calls a minute of an API method, if its owner does not say otherwise. */
  private static final Pace PACE = new Pace(5, Duration.ofSeconds(6));

  /** A message may have 5,000 characters, if the server's owner does not say otherwise. */
  static final int MAX_TEXT_CHARS = 4_500;

  private static final Markdown MARKDOWN = Markdown.thatCallsNobody("*");

  private final Outbound outbound;

  /**
   * Where to write.
   *
   * @param channel instead of that of the integration
   */
  record Settings(URI url, Optional<String> channel) {}

  public RocketChatKind(Outbound outbound) {
    super(
        "rocketchat",
        "Rocket.Chat",
        PACE,
        List.of(
            Field.url("url", "Webhook URL")
                .needed()
                .hidden()
                .example("https://chat.example.org/hooks/…/…")
                .hint("Rocket.Chat makes one for you under Integrations, New, Incoming."),
            Field.text("channel", "Room")
                .upTo(128)
                .like("[#@].+", "must begin with # or @")
                .example("#ops")
                .hint("#room, or @name for a person; empty for that of the integration.")));
    this.outbound = outbound;
  }

  @Override
  protected Settings settings(Values values) {
    return new Settings(values.url("url"), values.optional("channel"));
  }

  @Override
  protected String summaryOf(Settings settings) {
    String host = settings.url().getHost();
    return settings.channel().map(channel -> channel + " on " + host).orElse(host);
  }

  @Override
  protected Channel channel(Settings settings) {
    return new OneCall(outbound, alert -> call(settings, alert), RocketChatKind::judge);
  }

  private static Call call(Settings settings, Alert alert) {
    Message message = Message.of(alert);
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("color", message.tone().hex());
    attachment.put("text", Sheet.whole(message, MARKDOWN, Room.chars(MAX_TEXT_CHARS)));
    Map<String, Object> body = new LinkedHashMap<>();
    settings.channel().ifPresent(channel -> body.put("channel", channel));
    body.put("attachments", List.of(attachment));
    return Call.json(settings.url(), alert, body);
  }

  static Verdict judge(Answer answer) {
    boolean noRoom = answer.json().path("error").asText().equals("invalid-channel");
    return answer.status() == 400 && noRoom
        ? answer.gone(
            "Rocket.Chat knows no such room, or does not let this integration write there")
        : answer.verdictOfMessage();
  }
}
