package dev.tocsin.channels.gotify;

import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import java.util.List;

/** Gotify, which everybody runs for themselves. */
public final class GotifyKind extends FlatKind<GotifySettings> {

  private static final int HIGHEST = 10;

  private static final List<Field> FIELDS =
      List.of(
          Field.url("url", "Server")
              .needed()
              .example("https://gotify.example.org")
              .hint("Where you sign in."),
          Field.secret("token", "Application token")
              .needed()
              .like("[A-Za-z0-9._-]{5,100}", "enter the token only, for example AKWFgUrbq3Ky…")
              .hint("In Gotify: Apps, create an application. Not the token of a client."),
          Field.number("priority", "Priority when down", 0, HIGHEST, 8)
              .hint("From 8 on phones ring, from 4 on they make a sound."),
          Field.number("priority_up", "Priority when up again", 0, HIGHEST, 4));

  private final Outbound outbound;

  public GotifyKind(Outbound outbound) {
    super("gotify", "Gotify", Pace.NONE, FIELDS);
    this.outbound = outbound;
  }

  @Override
  protected GotifySettings settings(Values values) {
    return new GotifySettings(
        values.base("url"),
        values.url("url").getHost(),
        values.text("token"),
        values.number("priority"),
        values.number("priority_up"));
  }

  @Override
  protected String summaryOf(GotifySettings settings) {
    return settings.host();
  }

  @Override
  protected Channel channel(GotifySettings settings) {
    return new OneCall(outbound, new GotifyCall(settings)::of, Answer::verdictOfMessage);
  }
}
