package dev.tocsin.channels.zulip;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.WebAddress;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Text;
import dev.tocsin.channels.zulip.ZulipKind.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A form with a text in Zulip's Markdown. */
final class ZulipMessage {

  static final int MAX_TOPIC_CHARS = 60;
  static final int MAX_CONTENT_CHARS = 10_000;

  private ZulipMessage() {}

  static Call call(Settings settings, Alert alert) {
    Message message = Message.of(alert);
    Map<String, String> form = new LinkedHashMap<>();
    if (settings.direct()) {
      form.put("type", "direct");
      form.put("to", people(settings.to()));
    } else {
      form.put("type", "stream");
      form.put("to", settings.to());
      form.put("topic", settings.topic().orElseGet(() -> topic(message)));
    }
    form.put("content", Sheet.whole(message, MARKDOWN, Room.chars(MAX_CONTENT_CHARS)));
    byte[] login = (settings.bot() + ":" + settings.key()).getBytes(StandardCharsets.UTF_8);
    return Call.form(
        WebAddress.parse(settings.site() + "/api/v1/messages"),
        alert,
        form,
        new Call.Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(login)));
  }

  private static String topic(Message message) {
    String topic = message.only().map(story -> story.title()).orElse("Alerts");
    return Text.cut(topic, MAX_TOPIC_CHARS);
  }

  /** A JSON list of addresses. */
  private static String people(String to) {
    return Arrays.stream(to.split(","))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .map(one -> '"' + one.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * Nothing can be escaped with a backslash here. What matters is that nobody is called: an
   * invisible character parts the signs that would do it; stars may make a name bold.
   */
  private static final Markup MARKDOWN =
      new Markup() {
        @Override
        public String text(String plain) {
          return plain
              .replace("@", "@\u200B")
              .replace("#**", "#\u200B**")
              .replace("](", "]\u200B(");
        }

        @Override
        public String bold(String plain) {
          return "**" + text(plain).replace("*", "∗") + "**";
        }

        @Override
        public String verbatim(String plain) {
          return "```text\n" + plain.replace("```", "'''") + "\n```";
        }

        @Override
        public String link(String url, String words) {
          String safe = text(words).replace('[', '(').replace(']', ')');
          return "[%s](%s)".formatted(safe, url.replace("(", "%28").replace(")", "%29"));
        }
      };
}
