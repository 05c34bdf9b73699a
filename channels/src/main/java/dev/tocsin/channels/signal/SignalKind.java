package dev.tocsin.channels.signal;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.SettingsJson;
import dev.tocsin.channels.Values;
import java.time.Duration;
import java.util.List;

/** Signal, through a signal-cli of one's own. */
public final class SignalKind extends FlatKind<SignalSettings> {

  /** Signal asks senders of many messages to prove that they are human. */
  private static final Pace PACE = new Pace(10, Duration.ofSeconds(6));

  private static final int MAX_RECIPIENTS = 20;

  private static final List<Field> FIELDS =
      List.of(
          Field.url("url", "signal-cli")
              .needed()
              .hidden()
              .example("http://localhost:8080")
              .hint("Where “signal-cli daemon --http” listens, without /api/v1/rpc."),
          Field.text("account", "Sender")
              .like("\\+[1-9][0-9]{6,14}", "enter a number like +15005550006")
              .hint("The number that sends. Empty if the daemon was started with an account."),
          Field.lines("recipients", "Recipients", MAX_RECIPIENTS)
              .like(
                  "\\+[1-9][0-9]{6,14}|u:[A-Za-z0-9_.]{3,48}|[0-9a-f-]{36}",
                  "enter a number like +15005550006 or a user name like u:ada.01")
              .example("+15005550006")
              .hint("Numbers with country code, or user names as u:name.01. One a line."),
          Field.secret("group", "Group id")
              .like("[A-Za-z0-9+/=]{20,100}", "enter the id as signal-cli lists it")
              .hint("Instead of recipients. “signal-cli listGroups” shows it."));

  private final Outbound outbound;

  public SignalKind(Outbound outbound) {
    super("signal", "Signal", PACE, FIELDS);
    this.outbound = outbound;
  }

  @Override
  protected void check(Values values, SettingsJson json) {
    if (values.lines("recipients").isEmpty() == values.text("group").isEmpty()) {
      json.problem("recipients", "enter recipients or a group, one of the two");
    }
  }

  @Override
  protected SignalSettings settings(Values values) {
    return new SignalSettings(
        values.base("url"),
        values.text("account"),
        values.lines("recipients"),
        values.text("group"));
  }

  @Override
  protected String summaryOf(SignalSettings settings) {
    int people = settings.recipients().size();
    return people == 0 ? "A group" : people == 1 ? "1 recipient" : people + " recipients";
  }

  @Override
  protected Channel channel(SignalSettings settings) {
    return new OneCall(outbound, new SignalCall(settings)::of, SignalCall::verdict);
  }
}
