package dev.tocsin.channels.pushover;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.words.Markup;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Room;
import dev.tocsin.channels.words.Sheet;
import dev.tocsin.channels.words.Text;
import dev.tocsin.channels.words.Tone;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends to the devices of a user or of a group. */
final class PushoverCall {

  /** What the API takes, counted in characters; more is refused. */
  static final int MAX_MESSAGE_CHARS = 1_024;

  static final int MAX_TITLE_CHARS = 250;
  private static final int MAX_URL_CHARS = 512;

  private final PushoverSettings settings;
  private final URI messages;

  PushoverCall(PushoverSettings settings, URI messages) {
    this.settings = settings;
    this.messages = messages;
  }

  Call of(Alert alert) {
    return Call.form(messages, alert, form(alert));
  }

  private Map<String, String> form(Alert alert) {
    Message message = Message.of(alert);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("token", settings.token());
    form.put("user", settings.user());
    form.put("title", Text.cut(message.subject(), MAX_TITLE_CHARS));
    String text = Sheet.body(message, Markup.NONE, Room.chars(MAX_MESSAGE_CHARS));
    form.put("message", text.isEmpty() ? message.headline() : text);
    message.more().stream()
        .filter(link -> link.url().length() <= MAX_URL_CHARS)
        .findFirst()
        .ifPresent(
            link -> {
              form.put("url", link.url());
              form.put("url_title", link.words());
            });
    form.put("timestamp", String.valueOf(alert.now().getEpochSecond()));
    Priority priority = message.tone() == Tone.BAD ? settings.down() : settings.up();
    form.put("priority", String.valueOf(priority.level()));
    if (priority == Priority.EMERGENCY) {
      form.put("retry", String.valueOf(settings.retrySeconds()));
      form.put("expire", String.valueOf(settings.expireSeconds()));
    }
    if (!settings.device().isEmpty()) {
      form.put("device", settings.device());
    }
    if (!settings.sound().isEmpty()) {
      form.put("sound", settings.sound());
    }
    return form;
  }
}
