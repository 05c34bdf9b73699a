package dev.tocsin.channels;

import dev.tocsin.channels.HttpPeer.Asked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One kind that sends over HTTP: its settings and its provider's own ways, for {@link
 * HttpKindsTest}.
 *
 * @param settings with {@code BASE} where the provider's address goes and {@code SECRET} wherever a
 *     secret may stand
 * @param taken what the provider answers when it has taken a message
 * @param gone what it answers when it will never take one with these settings
 * @param busy what it answers when it has had too many
 * @param asksFor how long {@link #busy} asks to stay away
 * @param identity what tells the provider that two requests are one message
 * @param templates whether the settings say what the request looks like
 */
public record HttpCase(
    String code,
    String settings,
    Reply taken,
    Reply gone,
    Reply busy,
    Duration asksFor,
    Function<Asked, String> identity,
    boolean templates) {

  /** An answer of the provider. */
  public record Reply(int status, String body, List<String> headers) {
    HttpPeer.Mood mood() {
      return HttpPeer.says(status, body, headers);
    }
  }

  /** A provider that goes by statuses alone. */
  public static HttpCase of(String code, String settings) {
    return new HttpCase(
        code,
        settings,
        new Reply(200, "ok", List.of()),
        new Reply(404, "gone", List.of()),
        new Reply(429, "slow down", List.of("Retry-After: 7")),
        Duration.ofSeconds(7),
        asked -> asked.header("Idempotency-Key"),
        false);
  }

  /** It says this when it has taken a message. */
  public HttpCase takes(int status, String body) {
    return with(new Reply(status, body, List.of()), gone, busy, asksFor, identity, templates);
  }

  /** It says this when it will never take one. */
  public HttpCase isGone(int status, String body) {
    return with(taken, new Reply(status, body, List.of()), busy, asksFor, identity, templates);
  }

  /** It says this when it has had too many. */
  public HttpCase isBusy(int status, String body, Duration asked) {
    Reply reply = new Reply(status, body, List.of());
    return with(taken, gone, reply, asked, identity, templates);
  }

  /** It tells copies apart by this. */
  public HttpCase knowsBy(Function<Asked, String> id) {
    return with(taken, gone, busy, asksFor, id, templates);
  }

  /** What it is sent is in the settings. */
  public HttpCase isSentTemplates() {
    return with(taken, gone, busy, asksFor, identity, true);
  }

  /** The settings that lead to this address. */
  String settingsFor(String base, String secret) {
    return settings.replace("BASE", base).replace("SECRET", secret);
  }

  Optional<Duration> asked() {
    return Optional.of(asksFor);
  }

  private HttpCase with(
      Reply takes,
      Reply ends,
      Reply waits,
      Duration asked,
      Function<Asked, String> id,
      boolean own) {
    return new HttpCase(code, settings, takes, ends, waits, asked, id, own);
  }

  @Override
  public String toString() {
    return code;
  }
}
