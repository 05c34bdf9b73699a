package dev.tocsin.channels.webhook;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Story;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a template made for one check speaks of: that check, or a notice in the place of one.
 *
 * @param down which of the two requests is for it
 * @param code the check's UUID, or the id of the notice
 * @param notice the title of the notice, if there is one; of a check too
 */
record Subject(
    boolean down,
    String code,
    Instant now,
    String name,
    String slug,
    String tags,
    String json,
    String body,
    String exitStatus,
    String notice) {

  private static final JsonMapper JSON = new JsonMapper();

  static Subject of(Alert alert) {
    return alert.news().size() == 1 ? ofCheck(alert, alert.news().get(0)) : ofNotice(alert);
  }

  private static Subject ofCheck(Alert alert, Alert.News news) {
    return new Subject(
        news.down(),
        news.code().toString(),
        alert.now(),
        news.name(),
        news.slug(),
        news.tags(),
        news.checkJson().get(),
        news.lastPing().map(ping -> new String(ping.body(), StandardCharsets.UTF_8)).orElse(""),
        news.lastPing().flatMap(Alert.LastPing::exitStatus).map(String::valueOf).orElse("-1"),
        alert.notice().map(Alert.Notice::title).orElse(""));
  }

  /** Also of several checks at once without a notice: then the headline is its title. */
  private static Subject ofNotice(Alert alert) {
    Message message = Message.of(alert);
    boolean down =
        alert
            .notice()
            .map(notice -> notice.level() != Alert.Level.OVER)
            .orElseGet(() -> alert.news().stream().anyMatch(Alert.News::down));
    String title = alert.notice().map(Alert.Notice::title).orElse(message.headline());
    return new Subject(
        down,
        alert.notice().map(Alert.Notice::id).orElse(alert.key()),
        alert.now(),
        title,
        "",
        "",
        json(alert, message, title, down),
        body(message),
        "-1",
        title);
  }

  private static String body(Message message) {
    List<String> lines = new ArrayList<>(message.lines());
    for (Story story : message.stories()) {
      lines.add("%s: %s – %s".formatted(word(story.down()), story.title(), story.why()));
    }
    if (message.untold() > 0) {
      lines.add(message.untoldAfter(message.stories().size()));
    }
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private static String word(boolean down) {
    return down ? "DOWN" : "UP";
  }

  private static String json(Alert alert, Message message, String title, boolean down) {
    ObjectNode json = JSON.createObjectNode();
    json.put("notice", alert.notice().map(Alert.Notice::id).orElse(alert.key()));
    json.put(
        "level",
        alert.notice().map(it -> it.level().name()).orElse("PROBLEM").toLowerCase(Locale.ROOT));
    json.put("title", title);
    json.put("status", down ? "down" : "up");
    ArrayNode lines = json.putArray("lines");
    message.lines().forEach(lines::add);
    json.put("link", message.more().get(0).url());
    ArrayNode checks = json.putArray("checks");
    for (Alert.News news : alert.news()) {
      ObjectNode check = checks.addObject();
      check.put("uuid", news.code().toString());
      check.put("name", news.name());
      check.put("status", news.status());
    }
    return json.toString();
  }
}
