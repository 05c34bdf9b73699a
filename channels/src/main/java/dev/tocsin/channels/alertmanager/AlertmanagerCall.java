package dev.tocsin.channels.alertmanager;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Call.Header;
import dev.tocsin.channels.Matter;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Story;
import dev.tocsin.channels.words.Text;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Posts to {@code /api/v2/alerts}, one alert per check: it fires from the down, and ends with the
 * up.
 *
 * <p>An Alertmanager tells alerts apart by their labels, all of them, and forgets one that nobody
 * repeats at its {@code endsAt}. Therefore that lies far ahead while a check is down; a reminder
 * moves it further.
 */
final class AlertmanagerCall {

  /** How long it takes until what only informs is gone. */
  static final Duration SHORT = Duration.ofMinutes(5);

  private static final int MAX_DESCRIPTION_CHARS = 4_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final AlertmanagerSettings settings;

  AlertmanagerCall(AlertmanagerSettings settings) {
    this.settings = settings;
  }

  Call of(Alert alert) {
    URI alerts = URI.create(settings.server() + "/api/v2/alerts");
    return Call.json(alerts, alert, body(alert), settings.login().toArray(Header[]::new));
  }

  private ArrayNode body(Alert alert) {
    ArrayNode alerts = JSON.createArrayNode();
    if (Matter.isGeneral(alert)) {
      alerts.add(general(alert));
    }
    if (!alert.test()) {
      alert.latest().forEach(news -> alerts.add(ofCheck(alert, news)));
    }
    return alerts;
  }

  private ObjectNode general(Alert alert) {
    Alert only = alert.test() ? alert : alert.withNews(List.of());
    Message message = Message.of(only);
    Matter matter = Matter.of(only);
    ObjectNode json = JSON.createObjectNode();
    ObjectNode labels = labels(json, matter);
    labels.put("notice", matter.id());
    ObjectNode annotations = json.putObject("annotations");
    annotations.put("summary", message.subject());
    annotations.put("description", String.join("\n\n", message.lines()));
    times(json, matter, matter.ends() ? matter.since() : alert.now(), alert.now());
    message.more().stream().findFirst().ifPresent(m -> json.put("generatorURL", m.url()));
    return json;
  }

  private ObjectNode ofCheck(Alert alert, Alert.News news) {
    Matter matter = Matter.ofCheck(alert, news);
    Story story = Story.of(alert, news);
    Message message = Message.of(alert.withNews(List.of(news)));
    ObjectNode json = JSON.createObjectNode();
    ObjectNode labels = labels(json, matter);
    labels.put("check", story.title());
    labels.put("check_code", news.code().toString());
    labels.put("project", Text.oneLine(news.projectName()));
    if (!news.tags().isBlank()) {
      labels.put("tags", Text.oneLine(news.tags()));
    }
    ObjectNode annotations = json.putObject("annotations");
    annotations.put("summary", message.subject());
    annotations.put(
        "description", Sheet.body(message, Markup.NONE, Room.chars(MAX_DESCRIPTION_CHARS)));
    story.acknowledge().ifPresent(url -> annotations.put("acknowledge", url));
    times(json, matter, news.downSince().orElse(news.at()), alert.now());
    json.put("generatorURL", story.link());
    return json;
  }

  /** The same for what fires and what ends: a severity that changed would make it another alert. */
  private ObjectNode labels(ObjectNode json, Matter matter) {
    ObjectNode labels = json.putObject("labels");
    labels.put("alertname", settings.alertname());
    boolean informs = matter.phase() == Matter.Phase.INFORMS;
    labels.put("severity", informs ? "info" : settings.severity());
    return labels;
  }

  private void times(ObjectNode json, Matter matter, Instant startsAt, Instant now) {
    json.put("startsAt", startsAt.toString());
    Instant endsAt =
        switch (matter.phase()) {
          case OPENS -> now.plus(settings.keep());
          case ENDS -> matter.since();
          case INFORMS -> now.plus(SHORT);
        };
    json.put("endsAt", endsAt.toString());
  }
}
