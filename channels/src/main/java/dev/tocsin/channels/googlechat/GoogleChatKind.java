package dev.tocsin.channels.googlechat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.Answer;
import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Field;
import dev.tocsin.channels.FlatKind;
import dev.tocsin.channels.OneCall;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.Pace;
import dev.tocsin.channels.Values;
import dev.tocsin.channels.Verdict;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A space of Google Chat, written to through an incoming webhook. */
public final class GoogleChatKind extends FlatKind<GoogleChatKind.Settings> {

  /** A space takes one message a second from its webhooks. */
  private static final Pace PACE = Pace.oneEvery(Duration.ofSeconds(1));

  /** A Duration in JSON, as Google's services write it. */
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");

  private final Outbound outbound;

  /**
   * Where to write.
   *
   * @param threads whether all that is said of one check goes in one thread
   */
  record Settings(URI url, boolean threads) {}

  public GoogleChatKind(Outbound outbound) {
    super(
        "googlechat",
        "Google Chat",
        PACE,
        List.of(
            Field.url("url", "Webhook URL")
                .needed()
                .hidden()
                .example("https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…")
                .hint("Google Chat makes one for you in a space, Apps & integrations, Webhooks."),
            Field.flag("threads", "One thread for each check", true)));
    this.outbound = outbound;
  }

  @Override
  protected Settings settings(Values values) {
    return new Settings(values.url("url"), values.flag("threads"));
  }

  @Override
  protected String summaryOf(Settings settings) {
    return settings.url().getHost();
  }

  @Override
  protected Channel channel(Settings settings) {
    return new OneCall(
        outbound,
        alert -> GoogleChatCard.call(settings.url(), settings.threads(), alert),
        GoogleChatKind::judge);
  }

  /** When it has had too many, Google may say when to come back, among the details. */
  static Verdict judge(Answer answer) {
    for (JsonNode detail : answer.json().path("error").path("details")) {
      Matcher delay = SECONDS.matcher(detail.path("retryDelay").asText());
      if (delay.matches()) {
        return answer.withRetryAfter(Double.parseDouble(delay.group(1))).verdictOfMessage();
      }
    }
    return answer.verdictOfMessage();
  }
}
