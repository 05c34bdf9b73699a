package dev.tocsin.channels.telegram;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A chat, group or channel of Telegram, written to in the name of a bot. */
public final class TelegramKind extends FlatKind<TelegramKind.Settings> {

  /** Telegram takes one message a second in a chat, and 20 a minute in a group. */
  private static final Pace PACE = Pace.oneEvery(Duration.ofSeconds(3));

  private final Outbound outbound;
  private final Endpoints endpoints;
  private final MovedChats moved = new MovedChats();

  /**
   * Where to write.
   *
   * @param token proves that we speak for the bot
   * @param chat a number, or the name of a public channel with @
   * @param topic of a group that has topics
   */
  record Settings(String token, String chat, Optional<String> topic) {}

  public TelegramKind(Endpoints endpoints, Outbound outbound) {
    super(
        "telegram",
        "Telegram",
        PACE,
        List.of(
            Field.secret("token", "Token of the bot")
                .needed()
                .upTo(200)
                .like("\\d+:[A-Za-z0-9_-]+", "must look like 123456789:AA…")
                .hint("@BotFather gives you one when you make a bot."),
            Field.text("chat", "Chat")
                .needed()
                .upTo(64)
                .like("-?\\d{1,18}|@[A-Za-z][A-Za-z0-9_]{3,}", "must be a number or begin with @")
                .example("-1001234567890")
                .hint(
                    "The number of the chat, or @name of a public channel; the bot must be in it."),
            Field.text("topic", "Topic")
                .like("\\d{1,18}", "must be a number")
                .example("42")
                .hint("The number of a topic, in groups that have topics.")));
    this.endpoints = endpoints;
    this.outbound = outbound;
  }

  @Override
  protected Settings settings(Values values) {
    return new Settings(values.text("token"), values.text("chat"), values.optional("topic"));
  }

  @Override
  protected String summaryOf(Settings settings) {
    return "chat " + settings.chat() + settings.topic().map(topic -> ", topic " + topic).orElse("");
  }

  @Override
  protected Channel channel(Settings settings) {
    return new TelegramChannel(settings, endpoints, outbound, moved);
  }
}
