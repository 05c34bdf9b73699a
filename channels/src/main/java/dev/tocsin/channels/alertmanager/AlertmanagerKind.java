package dev.tocsin.channels.alertmanager;

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

/** A Prometheus Alertmanager, API v2. */
public final class AlertmanagerKind extends FlatKind<AlertmanagerSettings> {

  private static final int LONGEST_KEEP_DAYS = 365;

  private static final List<Field> FIELDS =
      List.of(
          Field.url("url", "Alertmanager")
              .needed()
              .hidden()
              .example("https://alertmanager.example.org")
              .hint("Without /api/v2. Of a cluster, one that a balancer chooses will do."),
          Field.text("alertname", "Label alertname")
              .otherwise("TocsinCheckDown")
              .upTo(100)
              .hint("Your routes match on it. The labels check, project and tags come along."),
          Field.text("severity", "Label severity").otherwise("critical").upTo(50),
          Field.number("keep_days", "Forget it after (days)", 1, LONGEST_KEEP_DAYS, 7)
              .hint(
                  "An Alertmanager ends alerts that nobody repeats. A check that is down for longer"
                      + " is announced as resolved there, unless reminders repeat it."),
          Field.secret("token", "Bearer token").upTo(1_000).hint("If a proxy asks for one."),
          Field.text("user", "User")
              .upTo(100)
              .hint("For Basic authentication, instead of a token."),
          Field.secret("password", "Password").upTo(200));

  private final Outbound outbound;

  public AlertmanagerKind(Outbound outbound) {
    super("alertmanager", "Alertmanager", Pace.NONE, FIELDS);
    this.outbound = outbound;
  }

  @Override
  protected void check(Values values, SettingsJson json) {
    Login.check(values, json);
  }

  @Override
  protected AlertmanagerSettings settings(Values values) {
    return new AlertmanagerSettings(
        values.base("url"),
        values.url("url").getHost(),
        values.text("alertname"),
        values.text("severity"),
        Duration.ofDays(values.number("keep_days")),
        Login.headers(values));
  }

  @Override
  protected String summaryOf(AlertmanagerSettings settings) {
    return settings.host();
  }

  @Override
  protected Channel channel(AlertmanagerSettings settings) {
    return new OneCall(outbound, new AlertmanagerCall(settings)::of, Answer::verdictOfMessage);
  }
}
