package dev.tocsin.channels.ntfy;

import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.Login;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.Values;
import java.time.Duration;
import java.util.List;

/** ntfy, at ntfy.sh or on a server of one's own. */
public final class NtfyKind extends FlatKind<NtfySettings> {

  /** The public server gives back one request in five seconds, after a burst of 60. */
  private static final Pace PACE = new Pace(30, Duration.ofSeconds(5));

  private static final List<Field> FIELDS =
      List.of(
          Field.url("server", "Server").otherwise("https://ntfy.sh").example("https://ntfy.sh"),
          Field.secret("topic", "Topic")
              .needed()
              .like("[A-Za-z0-9_-]{1,64}", "use letters, digits, _ and -, at most 64")
              .hint("Choose one that nobody guesses: on ntfy.sh a topic is its own password."),
          Priority.field("priority", "Priority when down", Priority.HIGH),
          Priority.field("priority_up", "Priority when up again", Priority.DEFAULT),
          Field.secret("token", "Access token")
              .like("[A-Za-z0-9_.~+/=-]{1,200}", "enter the token only, for example tk_…")
              .hint("If the topic is protected. In ntfy: Account, Access tokens."),
          Field.text("user", "User").upTo(100).hint("Instead of a token."),
          Field.secret("password", "Password").upTo(200));

  private final Outbound outbound;

  public NtfyKind(Outbound outbound) {
    super("ntfy", "ntfy", PACE, FIELDS);
    this.outbound = outbound;
  }

  @Override
  protected void check(Values values, SettingsJson json) {
    Login.check(values, json);
  }

  @Override
  protected NtfySettings settings(Values values) {
    return new NtfySettings(
        values.url("server"),
        values.text("topic"),
        Priority.of(values.text("priority")),
        Priority.of(values.text("priority_up")),
        Login.headers(values));
  }

  @Override
  protected String summaryOf(NtfySettings settings) {
    return "A topic on " + settings.server().getHost();
  }

  @Override
  protected Channel channel(NtfySettings settings) {
    return new OneCall(outbound, new NtfyCall(settings)::of, Answer::verdictOfMessage);
  }
}
