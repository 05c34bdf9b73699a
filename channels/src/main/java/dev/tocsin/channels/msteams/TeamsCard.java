package dev.tocsin.channels.msteams;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Story;
import dev.tocsin.channels.words.Tone;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An Adaptive Card, version 1.4. All text stands in text runs: these know no Markdown, so that
 * nothing in a name has a meaning.
 */
final class TeamsCard {

  /** Teams refuses more than 28 KB; the frame around the elements takes the rest. */
  static final int MAX_BYTES = 26_000;

  private final Elements elements = new Elements(MAX_BYTES);

  private TeamsCard() {}

  static Call call(URI url, Alert alert) {
    Message message = Message.of(alert);
    List<Map<String, Object>> actions =
        message.more().stream().map(link -> open(link.words(), link.url())).toList();
    Map<String, Object> card =
        Map.of(
            "$schema",
            "http://adaptivecards.io/schemas/adaptive-card.json",
            "type",
            "AdaptiveCard",
            "version",
            "1.4",
            "msteams",
            Map.of("width", "Full"),
            "body",
            new TeamsCard().body(message),
            "actions",
            actions);
    Map<String, Object> attachment =
        Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card);
    return Call.json(url, alert, Map.of("type", "message", "attachments", List.of(attachment)));
  }

  private List<Map<String, Object>> body(Message message) {
    Map<String, Object> headline =
        run(
            message.tone().mark() + " " + message.headline(),
            Map.of("weight", "Bolder", "size", "Medium", "color", colour(message.tone())));
    elements.add(paragraph(headline));
    message.lines().forEach(line -> elements.add(paragraph(run(line))));
    if (message.only().isPresent()) {
      story(message.only().get(), message.ofNotice());
    } else {
      list(message);
    }
    return elements.all();
  }

  private void story(Story story, boolean named) {
    if (named) {
      elements.add(item(story));
    }
    story
        .facts()
        .forEach(
            fact ->
                elements.add(
                    line(
                        List.of(
                            run(fact.label() + ": ", Map.of("weight", "Bolder")),
                            run(fact.value())))));
    story
        .output()
        .ifPresent(
            output ->
                output
                    .lines()
                    .forEach(
                        text ->
                            elements.add(
                                line(List.of(run(text + " ", Map.of("fontType", "Monospace")))))));
  }

  /** Room for the line with the count is kept. */
  private void list(Message message) {
    Map<String, Object> longest = line(List.of(run(message.untoldAfter(0))));
    elements.keepRoomFor(longest);
    int shown = 0;
    while (shown < message.stories().size() && elements.add(item(message.stories().get(shown)))) {
      shown++;
    }
    if (shown < message.stories().size() + message.untold()) {
      elements.addLast(line(List.of(run(message.untoldAfter(shown)))));
    }
  }

  private static Map<String, Object> item(Story story) {
    Tone tone = story.down() ? Tone.BAD : Tone.GOOD;
    Map<String, Object> open =
        Map.of("selectAction", Map.of("type", "Action.OpenUrl", "url", story.link()));
    return line(
        List.of(run(tone.mark() + " "), run(story.title(), open), run(" – " + story.why())));
  }

  private static String colour(Tone tone) {
    return switch (tone) {
      case BAD -> "Attention";
      case GOOD -> "Good";
      case PLAIN, TEST -> "Accent";
    };
  }

  private static Map<String, Object> paragraph(Map<String, Object> run) {
    return Map.of("type", "RichTextBlock", "inlines", List.of(run));
  }

  private static Map<String, Object> line(List<Map<String, Object>> runs) {
    return Map.of("type", "RichTextBlock", "spacing", "None", "inlines", runs);
  }

  private static Map<String, Object> run(String text) {
    return run(text, Map.of());
  }

  private static Map<String, Object> run(String text, Map<String, Object> style) {
    Map<String, Object> run = new LinkedHashMap<>(style);
    run.put("type", "TextRun");
    run.put("text", text);
    return run;
  }

  private static Map<String, Object> open(String title, String url) {
    return Map.of("type", "Action.OpenUrl", "title", title, "url", url);
  }
}
