package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/** A call that says one sentence twice: whoever was woken has missed the first. */
final class SpokenCall {

  /** Half a minute of speech. */
  static final int MAX_CHARS = 400;

  private final TwilioAccount account;
  private final Endpoints endpoints;

  SpokenCall(TwilioAccount account, Endpoints endpoints) {
    this.account = account;
    this.endpoints = endpoints;
  }

  Call of(Alert alert) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("From", account.from());
    form.put("Twiml", twiml(alert));
    return account.make(endpoints, "Calls", alert, form);
  }

  private static String twiml(Alert alert) {
    Message message = Message.of(alert);
    String what = Text.cut(message.subject(), MAX_CHARS).replace(" – ", ". ");
    String say =
        "<Say>%s</Say>".formatted(escaped("%s says: %s".formatted(alert.siteName(), what)));
    return "<Response>%s<Pause length=\"1\"/>%s</Response>".formatted(say, say);
  }

  /** As text of XML 1.0, which has no place for controls, not even escaped. */
  private static String escaped(String text) {
    return Text.oneLine(text)
        .replaceAll("[\\p{Cs}\uFFFE\uFFFF]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
