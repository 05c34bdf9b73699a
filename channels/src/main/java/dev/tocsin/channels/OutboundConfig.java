package dev.tocsin.channels;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits of everything we send over HTTP.
 *
 * @param allowPrivate whether addresses of private networks and of this machine may be called: the
 *     people who enter URLs would otherwise reach what only the server can reach
 * @param connectTimeout for TCP and for the TLS handshake, each; a reachable server takes well
 *     under a second
 * @param totalTimeout for one call from name look-up to the end of the answer, however it is
 *     spread; at most {@link Channels#SEND_TIMEOUT}
 * @param maxAnswerBytes how much of an answer is read: receivers say "ok", and nobody may fill our
 *     memory
 * @param trustedCa PEM certificates trusted besides those of the JVM, for receivers of a company's
 *     own
 * @param userAgent the header of that name
 */
public record OutboundConfig(
    boolean allowPrivate,
    Duration connectTimeout,
    Duration totalTimeout,
    int maxAnswerBytes,
    Optional<Path> trustedCa,
    String userAgent) {

  /** Private addresses refused, 5 s to connect, 20 s in all, 64 KiB of answer. */
  public static final OutboundConfig DEFAULT =
      new OutboundConfig(
          false,
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          64 * 1024,
          Optional.empty(),
          "Tocsin");

  public OutboundConfig {
    TimeBox.requireLimit("connect time-out", connectTimeout);
    TimeBox.requireLimit("total time-out", totalTimeout);
    if (maxAnswerBytes < 0) {
      throw new IllegalArgumentException("answer limit must not be negative: " + maxAnswerBytes);
    }
    if (userAgent.isBlank() || !userAgent.chars().allMatch(c -> c >= ' ' && c < 127)) {
      throw new IllegalArgumentException("user agent must be printable ASCII");
    }
  }

  /** The same, with private addresses allowed or refused. */
  public OutboundConfig withAllowPrivate(boolean allow) {
    return new OutboundConfig(
        allow, connectTimeout, totalTimeout, maxAnswerBytes, trustedCa, userAgent);
  }
}
