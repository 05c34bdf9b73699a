package dev.tocsin.channels.email;

import dev.tocsin.channels.TimeBox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The mail server that takes our messages.
 *
 * @param tls how the connection is protected; the certificate must name the host
 * @param login empty if the server wants none
 * @param from the sender: {@code alerts@example.org} or {@code Alerts <alerts@example.org>}
 * @param trustedCa PEM certificates trusted besides those of the JVM
 * @param connectTimeout for TCP
 * @param readTimeout for one answer of the server; greylisting servers pause on purpose
 * @param totalTimeout for the whole conversation, however slowly it trickles; at most {@link
 *     dev.tocsin.channels.Channels#SEND_TIMEOUT}
 */
public record SmtpConfig(
    String host,
    int port,
    Tls tls,
    Optional<Login> login,
    String from,
    Optional<Path> trustedCa,
    Duration connectTimeout,
    Duration readTimeout,
    Duration totalTimeout) {

  /** How the connection to the mail server is protected. */
  public enum Tls {
    /** Not at all: for a server on this machine. */
    NONE,
    /** Plain, then upgraded; a server that cannot is refused (usually port 587). */
    STARTTLS,
    /** TLS from the first byte (usually port 465). */
    IMPLICIT
  }

  /** User and password; never printed. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[user=%s, password=…]".formatted(user);
    }
  }

  public SmtpConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("mail host is empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("mail port must be within 1 to 65535: " + port);
    }
    if (Addresses.parse(from).isEmpty()) {
      throw new IllegalArgumentException("not a mail address: " + from);
    }
    TimeBox.requireLimit("mail connect time-out", connectTimeout);
    TimeBox.requireLimit("mail read time-out", readTimeout);
    TimeBox.requireLimit("mail total time-out", totalTimeout);
  }

  /** A server with the time-outs that suit most: 5 s to connect, 15 s an answer, 25 s in all. */
  public static SmtpConfig of(
      String host, int port, Tls tls, Optional<Login> login, String from, Optional<Path> ca) {
    return new SmtpConfig(
        host,
        port,
        tls,
        login,
        from,
        ca,
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofSeconds(25));
  }
}
