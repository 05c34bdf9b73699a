package dev.tocsin.channels.twilio;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Call;
import dev.tocsin.channels.Endpoints;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.Login;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who pays, who calls and who is called; what text messages and calls have in common.
 *
 * @param sid of the account
 * @param token of the account, a secret
 * @param from a number of ours, or for text messages a sender's name or a messaging service
 * @param to a phone number
 */
record TwilioAccount(String sid, String token, String from, String to) {

  /** A number sends one message a second; what is beyond waits at Twilio, at most for hours. */
  static final Pace PACE = Pace.oneEvery(Duration.ofSeconds(1));

  static final String NUMBER = "\\+[1-9][0-9]{6,14}";

  private static final Pattern KEY =
      Pattern.compile("([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})");

  /** The fields that both kinds begin with. */
  static List<Field> fields(String whatFrom, String shapeOfFrom) {
    return List.of(
        Field.text("sid", "Account SID")
            .needed()
            .like("AC[0-9a-fA-F]{32}", "enter the SID, AC and 32 hex digits")
            .example("AC0123456789abcdef0123456789abcdef")
            .hint("On the first page of the Twilio console."),
        Field.secret("token", "Auth token")
            .needed()
            .like("[A-Za-z0-9_-]{8,64}", "enter the token only, 32 letters and digits")
            .hint("Beside the SID."),
        Field.text("from", "From")
            .needed()
            .like(shapeOfFrom, "enter a number like +15005550006")
            .example("+15005550006")
            .hint(whatFrom),
        Field.text("to", "To")
            .needed()
            .like(NUMBER, "enter a number with its country code, like +15005550006")
            .example("+15005550006")
            .hint("With country code, without blanks. One number for each channel."));
  }

  static TwilioAccount of(Values values) {
    return new TwilioAccount(
        values.text("sid"), values.text("token"), values.text("from"), values.text("to"));
  }

  /**
   * A request to make something of this account. Twilio tells us later what became of it, under the
   * key of the alert.
   */
  Call make(Endpoints endpoints, String what, Alert alert, Map<String, String> more) {
    URI uri =
        endpoints.at(
            "https://api.twilio.com", "/2010-04-01/Accounts/%s/%s.json".formatted(sid, what));
    Map<String, String> form = new LinkedHashMap<>();
    form.put("To", to);
    form.putAll(more);
    callback(alert).ifPresent(url -> form.put("StatusCallback", url));
    return Call.form(uri, alert, form, Login.basic(sid, token));
  }

  /** Twilio refuses addresses that it cannot reach, so it gets none that looks like one. */
  private static Optional<String> callback(Alert alert) {
    Matcher key = KEY.matcher(alert.key());
    String host = String.valueOf(alert.siteUrl().getHost());
    boolean reachable = host.contains(".") && !host.matches("[0-9.]+") && !host.endsWith(".local");
    return key.matches() && reachable
        ? Optional.of(
            alert.siteUrl()
                + "/api/v3/notifications/"
                + key.replaceFirst("$1-$2-$3-$4-$5")
                + "/status")
        : Optional.empty();
  }

  /**
   * Of what is refused Twilio says why with a number; people find it in Twilio's list of errors.
   */
  static Verdict verdict(Answer answer) {
    int code = answer.json().path("code").asInt();
    if (answer.status() == 400 && code > 0) {
      String why = "Twilio says error %d".formatted(code);
      return Refusals.ofThisMessage(code)
          ? new Verdict.GiveUp("answered 400: " + why, false)
          : answer.gone(why + Refusals.meaning(code));
    }
    return answer.verdictOfMessage();
  }

  /** The last digits only: a number is nobody's business who just reads lists. */
  String whom() {
    return "number ending in " + to.substring(to.length() - 4);
  }
}
