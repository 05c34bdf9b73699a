package dev.tocsin.channels.zulip;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A channel or a person of a Zulip server, written to in the name of a bot. */
public final class ZulipKind extends FlatKind<ZulipKind.Settings> {

  /** A server takes 200 calls a minute from one bot. */
  private static final Pace PACE = new Pace(10, Duration.ofMillis(500));

  /** The codes of errors that will stay. */
  private static final Set<String> GONE =
      Set.of(
          "STREAM_DOES_NOT_EXIST",
          "INVALID_API_KEY",
          "UNAUTHORIZED_PRINCIPAL",
          "USER_DEACTIVATED",
          "REALM_DEACTIVATED");

  private final Outbound outbound;

  /**
   * Where to write.
   *
   * @param site without a slash at the end
   * @param direct to people, by their addresses; else to a channel, by its name
   * @param topic in a channel; each check has one of its own if there is none
   */
  record Settings(
      String site, String bot, String key, boolean direct, String to, Optional<String> topic) {}

  public ZulipKind(Outbound outbound) {
    super(
        "zulip",
        "Zulip",
        PACE,
        List.of(
            Field.url("site", "Server").needed().example("https://example.zulipchat.com"),
            Field.text("bot", "Bot")
                .needed()
                .upTo(255)
                .like("[^\\s@:]+@[^\\s@:]+", "must be the e-mail address of a bot")
                .example("tocsin-bot@example.zulipchat.com")
                .hint("Its e-mail address, in your settings under Bots."),
            Field.secret("key", "API key of the bot").needed().upTo(200),
            Field.choice("type", "To", "channel", "direct"),
            Field.text("to", "Name")
                .needed()
                .upTo(500)
                .example("ops")
                .hint("Of the channel; or the e-mail addresses of people, with commas between."),
            Field.text("topic", "Topic")
                .upTo(ZulipMessage.MAX_TOPIC_CHARS)
                .example("alerts")
                .hint("In the channel; empty for one topic for each check.")));
    this.outbound = outbound;
  }

  @Override
  protected void check(Values values, SettingsJson json) {
    if (values.text("type").equals("direct") && !values.text("to").contains("@")) {
      json.problem("to", "enter e-mail addresses, or choose channel");
    }
  }

  @Override
  protected Settings settings(Values values) {
    return new Settings(
        values.base("site"),
        values.text("bot"),
        values.text("key"),
        values.text("type").equals("direct"),
        values.text("to"),
        values.optional("topic"));
  }

  @Override
  protected String summaryOf(Settings settings) {
    return settings.to() + settings.topic().map(topic -> " > " + topic).orElse("");
  }

  @Override
  protected Channel channel(Settings settings) {
    return new OneCall(outbound, alert -> ZulipMessage.call(settings, alert), ZulipKind::judge);
  }

  static Verdict judge(Answer answer) {
    JsonNode said = answer.json();
    String why = said.path("msg").asText().toLowerCase(Locale.ROOT);
    boolean gone = GONE.contains(said.path("code").asText());
    if (answer.status() >= 400 && (gone || why.startsWith("invalid email"))) {
      return answer.gone("Zulip knows no such channel or person, or not this bot");
    }
    return answer.withRetryAfter(said.path("retry-after").asDouble()).verdictOfMessage();
  }
}
