package dev.tocsin.channels.googlechat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.words.Html;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A card with text and buttons. The line above it is what notifications show; in it nothing can be
 * escaped, therefore the one character that may call somebody is replaced.
 */
final class GoogleChatCard {

  /** Of the text of a message, card included: what is longer is refused. */
  static final int MAX_TEXT_CHARS = 4_096;

  /** With the line on top, the buttons and the braces still far below 4,096 and 32,000 bytes. */
  private static final Room ROOM = Room.chars(3_500);

  private GoogleChatCard() {}

  static Call call(URI url, boolean threads, Alert alert) {
    Message message = Message.of(alert);
    List<Map<String, Object>> widgets = new ArrayList<>();
    String body = Sheet.body(message, TAGS, ROOM);
    if (!body.isEmpty()) {
      widgets.add(Map.of("textParagraph", Map.of("text", body)));
    }
    List<Map<String, Object>> buttons =
        message.more().stream().map(GoogleChatCard::button).toList();
    widgets.add(Map.of("buttonList", Map.of("buttons", buttons)));
    Map<String, Object> card = Map.of("sections", List.of(Map.of("widgets", widgets)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("text", (message.tone().mark() + " " + message.headline()).replace('<', '‹'));
    json.put("cardsV2", List.of(Map.of("cardId", alert.key(), "card", card)));
    if (threads) {
      json.put("thread", Map.of("threadKey", thread(alert)));
    }
    return Call.json(threads ? inThread(url) : url, alert, json);
  }

  private static Map<String, Object> button(Message.Link link) {
    Map<String, Object> open = Map.of("openLink", Map.of("url", link.url()));
    return Map.of("text", link.words(), "onClick", open);
  }

  /** The check if it is one, else what the notice is about, else a thread of its own. */
  private static String thread(Alert alert) {
    if (alert.latest().size() == 1 && !alert.test()) {
      return alert.latest().get(0).code().toString();
    }
    return alert.notice().map(Alert.Notice::id).orElse(alert.key());
  }

  private static URI inThread(URI url) {
    String option = "messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD";
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + option);
  }

  /** The tags that cards know: there is none for output, so its lines are ended by hand. */
  private static final Markup TAGS =
      new Markup() {
        @Override
        public String text(String plain) {
          return Html.escape(plain);
        }

        @Override
        public String bold(String plain) {
          return Html.PAGE.bold(plain);
        }

        @Override
        public String verbatim(String plain) {
          return Html.escape(plain).replace("\n", "<br>");
        }

        @Override
        public String link(String url, String words) {
          return Html.PAGE.link(url, words);
        }

        @Override
        public String newline() {
          return "<br>";
        }
      };
}
