package dev.tocsin.channels.pagerduty;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Matter;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Story;
import dev.tocsin.channels.words.Text;
import java.net.URI;

/**
 * Sends events of the Events API v2. The dedup key is the code of the check, or the id of a notice:
 * PagerDuty makes one incident of all events with the same key, and resolves it by the key.
 */
final class PagerDutyChannel implements Channel {

  /** Longer summaries are refused. */
  static final int MAX_SUMMARY_CHARS = 1_024;

  private static final JsonMapper JSON = new JsonMapper();

  private final PagerDutySettings settings;
  private final URI events;
  private final Outbound outbound;

  /**
   * @param events where events of this account are taken
   */
  PagerDutyChannel(PagerDutySettings settings, URI events, Outbound outbound) {
    this.settings = settings;
    this.events = events;
    this.outbound = outbound;
  }

  @Override
  public boolean groups() {
    return false;
  }

  @Override
  public Verdict deliver(Alert alert) {
    return outbound.send(Call.json(events, alert, event(alert)), PagerDutyChannel::verdict);
  }

  /** A wrong key is an event like any other that they refuse; their words tell which it was. */
  private static Verdict verdict(Answer answer) {
    boolean key = answer.status() == 400 && answer.text().contains("routing_key");
    return key
        ? answer.gone("PagerDuty refuses the event, check the integration key")
        : answer.verdictOfMessage();
  }

  private ObjectNode event(Alert alert) {
    Matter matter = Matter.of(alert);
    ObjectNode event = JSON.createObjectNode();
    event.put("routing_key", settings.key());
    event.put("event_action", matter.ends() ? "resolve" : "trigger");
    event.put("dedup_key", matter.id());
    if (matter.ends()) {
      return event;
    }
    Message message = Message.of(alert);
    event.set("payload", payload(alert, matter, message));
    ArrayNode links = event.putArray("links");
    message.more().forEach(m -> links.addObject().put("href", m.url()).put("text", m.words()));
    event.put("client", alert.siteName());
    event.put("client_url", alert.siteUrl() + "/");
    return event;
  }

  private ObjectNode payload(Alert alert, Matter matter, Message message) {
    ObjectNode payload = JSON.createObjectNode();
    payload.put("summary", Text.cut(message.subject(), MAX_SUMMARY_CHARS));
    payload.put("source", alert.siteUrl().getHost());
    payload.put("severity", matter.opens() ? settings.severity() : "info");
    payload.put("timestamp", matter.since().toString());
    ObjectNode details = payload.putObject("custom_details");
    for (int i = 0; i < message.lines().size(); i++) {
      details.put("Note " + (i + 1), message.lines().get(i));
    }
    message.only().ifPresent(story -> describe(details, story));
    message.only().ifPresent(story -> payload.put("component", story.title()));
    return payload;
  }

  private static void describe(ObjectNode details, Story story) {
    story.facts().forEach(fact -> details.put(fact.label(), fact.value()));
    story.output().ifPresent(output -> details.put("Output", output));
  }
}
