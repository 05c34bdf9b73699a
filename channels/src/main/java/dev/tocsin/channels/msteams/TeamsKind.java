package dev.tocsin.channels.msteams;

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

/** A channel or chat of Microsoft Teams, written to through a workflow. */
public final class TeamsKind extends FlatKind<URI> {

  /** Teams takes four requests a second. */
  private static final Pace PACE = new Pace(4, Duration.ofMillis(500));

  /** What Power Automate says when the workflow was removed or switched off. */
  private static final Set<String> GONE =
      Set.of(
          "WorkflowNotFound",
          "WorkflowTriggerNotFound",
          "WorkflowTriggerIsNotEnabled",
          "WorkflowDisabled",
          "FlowNotFound");

  private final Outbound outbound;

  public TeamsKind(Outbound outbound) {
    super(
        "msteams",
        "Microsoft Teams",
        PACE,
        List.of(
            Field.url("url", "Workflow URL")
                .needed()
                .hidden()
                .example("https://prod-1.westeurope.logic.azure.com/workflows/…")
                .hint(
                    "In Teams, add the workflow \"Post to a channel when a webhook request is"
                        + " received\" and copy its URL.")));
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
    return new OneCall(outbound, alert -> TeamsCard.call(url, alert), TeamsKind::judge);
  }

  static Verdict judge(Answer answer) {
    String code = answer.json().path("error").path("code").asText();
    return answer.status() >= 400 && GONE.contains(code)
        ? answer.gone("the workflow was removed or switched off")
        : answer.verdictOfMessage();
  }
}
