package dev.tocsin.channels.slack;

import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A channel of Slack, written to through an incoming webhook. */
public final class SlackKind extends FlatKind<URI> {

  /** Slack takes one message a second, and forgives short bursts. */
  private static final Pace PACE = Pace.oneEvery(Duration.ofSeconds(1));

  /** What Slack says, in words of its own, when the webhook or its channel will not come back. */
  private static final Set<String> GONE =
      Set.of(
          "action_prohibited",
          "channel_is_archived",
          "channel_not_found",
          "invalid_token",
          "no_active_hooks",
          "no_service",
          "no_service_id",
          "no_team",
          "posting_to_general_channel_denied",
          "team_disabled",
          "user_not_found");

  private final Outbound outbound;

  public SlackKind(Outbound outbound) {
    super(
        "slack",
        "Slack",
        PACE,
        List.of(
            Field.url("url", "Webhook URL")
                .needed()
                .hidden()
                .example("https://hooks.slack.com/services/T…/B…/…")
                .hint("Slack makes one for you under Apps, Incoming Webhooks.")));
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
    return new OneCall(outbound, alert -> SlackMessage.call(url, alert), SlackKind::judge);
  }

  static Verdict judge(Answer answer) {
    String said = answer.text().strip();
    return answer.status() >= 400 && GONE.contains(said)
        ? answer.gone("Slack says " + said)
        : answer.verdictOfMessage();
  }
}
