package dev.tocsin.channels.mattermost;

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
import java.util.Set;

/** A channel of a Mattermost server, written to through an incoming webhook. */
public final class MattermostKind extends FlatKind<MattermostKind.Settings> {

  /** A server takes ten requests a second from everybody, if its owner does not say otherwise. */
  private static final Pace PACE = new Pace(5, Duration.ofSeconds(1));

  /** A post may have 16,383 characters; half of it is more than people read. */
  static final int MAX_TEXT_CHARS = 8_000;

  private static final Markdown MARKDOWN = Markdown.thatCallsNobody("**");

  /** The ids of errors that mean: not with this webhook, or not in this channel. */
  private static final Set<String> GONE =
      Set.of(
          "web.incoming_webhook.invalid.app_error",
          "web.incoming_webhook.user.app_error",
          "web.incoming_webhook.channel.app_error",
          "web.incoming_webhook.channel_locked.app_error",
          "web.incoming_webhook.permissions.app_error");

  private final Outbound outbound;

  /**
   * Where to write.
   *
   * @param channel instead of that of the webhook
   */
  record Settings(URI url, Optional<String> channel) {}

  public MattermostKind(Outbound outbound) {
    super(
        "mattermost",
        "Mattermost",
        PACE,
        List.of(
            Field.url("url", "Webhook URL")
                .needed()
                .hidden()
                .example("https://chat.example.org/hooks/…")
                .hint("Mattermost makes one for you under Integrations, Incoming Webhooks."),
            Field.text("channel", "Channel")
                .upTo(64)
                .example("ops")
                .hint(
                    "Its name in the URL, or @name for a person; empty for that of the webhook.")));
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
    return new OneCall(outbound, alert -> call(settings, alert), MattermostKind::judge);
  }

  private static Call call(Settings settings, Alert alert) {
    Message message = Message.of(alert);
    Map<String, Object> attachment = new LinkedHashMap<>();
    attachment.put("fallback", message.subject());
    attachment.put("color", message.tone().hex());
    attachment.put("text", Sheet.whole(message, MARKDOWN, Room.chars(MAX_TEXT_CHARS)));
    Map<String, Object> body = new LinkedHashMap<>();
    settings.channel().ifPresent(channel -> body.put("channel", channel));
    body.put("attachments", List.of(attachment));
    return Call.json(settings.url(), alert, body);
  }

  static Verdict judge(Answer answer) {
    String id = answer.json().path("id").asText();
    return answer.status() >= 400 && GONE.contains(id)
        ? answer.gone("Mattermost knows no such webhook, or does not let it write there")
        : answer.verdictOfMessage();
  }
}
