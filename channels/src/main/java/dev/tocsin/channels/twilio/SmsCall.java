package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.words.Message;
import dev.tocsin.channels.words.Text;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line and a link. Each 160 characters are a message that costs money, and a single character
 * that old phones do not know makes it each 70.
 */
final class SmsCall {

  /** Two messages with the link, at most. */
  static final int MAX_CHARS = 200;

  private final TwilioAccount account;
  private final Endpoints endpoints;

  SmsCall(TwilioAccount account, Endpoints endpoints) {
    this.account = account;
    this.endpoints = endpoints;
  }

  Call of(Alert alert) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put(account.from().startsWith("MG") ? "MessagingServiceSid" : "From", account.from());
    form.put("Body", text(Message.of(alert)));
    return account.make(endpoints, "Messages", alert, form);
  }

  private static String text(Message message) {
    String line = Text.cut(message.subject(), MAX_CHARS).replace('–', '-').replace("…", "...");
    return message.more().isEmpty() ? line : line + "\n" + message.more().get(0).url();
  }
}
