package dev.tocsin.channels.discord;

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
import dev.tocsin.channels.words.Markdown;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Text;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A channel of Discord, written to through a webhook: one embed for each alert. */
public final class DiscordKind extends FlatKind<URI> {

  static final int MAX_TITLE_CHARS = 256;
  static final int MAX_DESCRIPTION_CHARS = 4_096;

  /** Discord takes 5 messages in 2 seconds and 30 in a minute. */
  private static final Pace PACE = new Pace(5, Duration.ofMillis(2_400));

  /**
   * Unknown channel and unknown webhook, a token that is not its, and a forum, in which only
   * threads can be written to.
   */
  private static final Set<Integer> GONE = Set.of(10_003, 10_015, 50_027, 220_001);

  private final Outbound outbound;

  public DiscordKind(Outbound outbound) {
    super(
        "discord",
        "Discord",
        PACE,
        List.of(
            Field.url("url", "Webhook URL")
                .needed()
                .hidden()
                .example("https://discord.com/api/webhooks/…/…")
                .hint(
                    "Discord makes one for you in the settings of a channel, Integrations,"
                        + " Webhooks. For a thread, add ?thread_id= and its number.")));
    this.outbound = outbound;
  }

  @Override
  protected URI settings(Values values) {
    return values.url("url");
  }

  @Override
  protected String summaryOf(URI url) {
    return url.getHost();
  }

  @Override
  protected Channel channel(URI url) {
    return new OneCall(outbound, alert -> call(url, alert), DiscordKind::judge);
  }

  private static Call call(URI url, Alert alert) {
    Message message = Message.of(alert);
    String headline = message.tone().mark() + " " + message.headline();
    Map<String, Object> embed =
        Map.of(
            "title",
            Text.fitting(headline, MAX_TITLE_CHARS, Markdown.PLAIN::text),
            "url",
            message.more().get(0).url(),
            "description",
            Sheet.below(message, Markdown.PLAIN, Room.chars(MAX_DESCRIPTION_CHARS)),
            "color",
            message.tone().rgb(),
            "timestamp",
            alert.now().toString());
    // Nobody is called, whatever the names of checks look like.
    Map<String, Object> nobody = Map.of("parse", List.of());
    return Call.json(url, alert, Map.of("embeds", List.of(embed), "allowed_mentions", nobody));
  }

  static Verdict judge(Answer answer) {
    JsonNode said = answer.json();
    if (answer.status() >= 400 && GONE.contains(said.path("code").asInt())) {
      return answer.gone("the webhook or its channel is gone, or it is a forum");
    }
    return answer.withRetryAfter(said.path("retry_after").asDouble()).verdictOfMessage();
  }
}
