package dev.tocsin.channels.pushover;

import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Pushover. */
public final class PushoverKind extends FlatKind<PushoverSettings> {

  /** They ask for no more than two calls at once. */
  private static final Pace PACE = new Pace(10, Duration.ofMillis(500));

  /** Bounds of the API for emergencies. */
  private static final int SHORTEST_RETRY = 30;

  private static final int LONGEST_EXPIRE = 10_800;

  private static final String KEY = "[A-Za-z0-9_-]{5,60}";

  private static final List<Field> FIELDS =
      List.of(
          Field.secret("token", "Application token")
              .needed()
              .like(KEY, "enter the token only, 30 letters and digits")
              .hint("At pushover.net: create an application. Its token has 30 characters."),
          Field.secret("user", "User or group key")
              .needed()
              .like(KEY, "enter the key only, 30 letters and digits")
              .hint("At pushover.net, on top of the page after you signed in."),
          Priority.field("priority", "Priority when down", Priority.HIGH)
              .hint("high rings in quiet hours too; emergency repeats until somebody confirms it."),
          Priority.field("priority_up", "Priority when up again", Priority.NORMAL),
          Field.number(
                  "retry",
                  "Repeat an emergency every (seconds)",
                  SHORTEST_RETRY,
                  LONGEST_EXPIRE,
                  60)
              .hint("At least 30."),
          Field.number(
                  "expire",
                  "Give an emergency up after (seconds)",
                  SHORTEST_RETRY,
                  LONGEST_EXPIRE,
                  3_600)
              .hint("At most 10800, three hours."),
          Field.text("device", "Device")
              .like("[A-Za-z0-9_,-]{1,200}", "use letters, digits, _ and -, with commas between")
              .hint("By name; empty for all."),
          Field.text("sound", "Sound")
              .like("[A-Za-z0-9_-]{1,50}", "use letters, digits, _ and -")
              .example("siren")
              .hint("Empty: as each device says."));

  private final Endpoints endpoints;
  private final Outbound outbound;

  public PushoverKind(Endpoints endpoints, Outbound outbound) {
    super("pushover", "Pushover", PACE, FIELDS);
    this.endpoints = endpoints;
    this.outbound = outbound;
  }

  @Override
  protected PushoverSettings settings(Values values) {
    return new PushoverSettings(
        values.text("token"),
        values.text("user"),
        values.text("device"),
        values.text("sound"),
        Priority.of(values.text("priority")),
        Priority.of(values.text("priority_up")),
        values.number("retry"),
        values.number("expire"));
  }

  @Override
  protected String summaryOf(PushoverSettings settings) {
    String whom = settings.device().isEmpty() ? "all devices" : settings.device();
    return "%s, %s".formatted(whom, settings.down().name().toLowerCase(Locale.ROOT));
  }

  @Override
  protected Channel channel(PushoverSettings settings) {
    return new OneCall(
        outbound,
        new PushoverCall(settings, endpoints.at("https://api.pushover.net", "/1/messages.json"))
            ::of,
        Answer::verdictOfMessage);
  }
}
