package dev.tocsin.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * What a server answered.
 *
 * @param status the HTTP status
 * @param retryAfter how long it asks us to stay away
 * @param body what was read of it, within {@link OutboundConfig#maxAnswerBytes}
 */
public record Answer(int status, Optional<Duration> retryAfter, byte[] body) {

  /** A server that asks for more is asking too much: alerts are stale by then. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * What the status means for the message, see {@code docs/channels.md}: taken, later perhaps, or
   * the same request will never be taken.
   */
  public Verdict verdict() {
    String said = "answered " + status;
    if (status >= 200 && status < 300) {
      return new Verdict.Delivered(said);
    }
    if (status >= 300 && status < 400) {
      return new Verdict.GiveUp(
          said + ", a redirect, and redirects are not followed: enter the final URL");
    }
    return switch (status) {
      case 401, 403, 407 -> judged(said + ": access denied, check the credentials");
      case 408, 425 -> judged(said);
      case 409, 421, 423 -> judged(said);
      case 429 -> judged(said + ": too many requests");
      case 404, 410 -> new Verdict.GiveUp(said + ": there is nothing at this URL");
      default ->
          status >= 400 && status < 500
              ? new Verdict.GiveUp(said + ": the server rejects this request as it is")
              : judged(said);
    };
  }

  /**
   * What the status means where we ourselves wrote the request: one that is rejected as it is says
   * nothing of the channel, so that only this message is given up.
   */
  public Verdict verdictOfMessage() {
    boolean rejected = status >= 400 && status < 500 && status != 404 && status != 410;
    return rejected && verdict() instanceof Verdict.GiveUp given
        ? new Verdict.GiveUp(given.detail(), false)
        : verdict();
  }

  /** Later, after what the other side asked for. */
  public Verdict again(String why) {
    return new Verdict.TryAgain("answered %d: %s".formatted(status, why), retryAfter);
  }

  /** Never again with these settings. */
  public Verdict gone(String why) {
    return new Verdict.GiveUp("answered %d: %s".formatted(status, why));
  }

  /** The same, with a time to stay away of which the body tells; zero or less is none. */
  public Answer withRetryAfter(double seconds) {
    if (!(seconds > 0)) {
      return this;
    }
    long millis =
        (long) Math.ceil(Math.min(seconds, (double) LONGEST_RETRY_AFTER.toSeconds()) * 1000);
    return new Answer(status, Optional.of(Duration.ofMillis(millis)), body);
  }

  /** The body as JSON; a missing node if it is none. */
  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  private Verdict judged(String why) {
    return new Verdict.TryAgain(why, retryAfter);
  }

  /** Reads {@code Retry-After}: seconds or an HTTP date (RFC 9110, 10.2.3); nonsense is nothing. */
  static Optional<Duration> parseRetryAfter(String text, Instant now) {
    String value = text.strip();
    if (value.matches("\\d{1,18}")) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))));
    }
    try {
      var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, at)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration asked) {
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
  }
}
