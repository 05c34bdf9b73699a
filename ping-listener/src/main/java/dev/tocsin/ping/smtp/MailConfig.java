package dev.tocsin.ping.smtp;

import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where and within which bounds mail is heard.
 *
 * @param port 0: one that the system chooses
 * @param domain what the addresses of checks end with, compared exactly; also our name in greetings
 * @param tls what STARTTLS is done with, asked for each connection; empty: it is not offered
 * @param maxMessageBytes a larger message is refused with 552, and not kept beyond this
 * @param maxRecipients of one message; further ones are answered 452, which makes a server send
 *     them a message of their own
 * @param maxConnections in all; further ones are answered 421
 * @param maxPeerConnections from one address: a single peer must not take all of them
 * @param maxReadingBytes beyond this many bytes of messages that are still arriving or on their way
 *     to disk we answer 451: slow senders must not fill the memory
 * @param maxMistakes refused commands and recipients of one connection; then it is closed
 * @param idle so long a client may take for a command, from our last answer, and may say nothing in
 *     the middle of a message
 * @param messageTime so long a message may take, however steadily it drips
 * @param sessionTime so long a connection may last, whatever happens on it
 */
public record MailConfig(
    String host,
    int port,
    String domain,
    Optional<Supplier<ServerSSLOptions>> tls,
    int maxMessageBytes,
    int maxRecipients,
    int maxConnections,
    int maxPeerConnections,
    long maxReadingBytes,
    int maxMistakes,
    Duration idle,
    Duration messageTime,
    Duration sessionTime) {

  /** What servers of this protocol usually take, in bytes. */
  public static final int USUAL_MESSAGE_BYTES = 2_621_440;

  /** Refuses bounds under which no mail could be heard. */
  public MailConfig {
    if (domain.isBlank() || domain.indexOf('@') >= 0) {
      throw new IllegalArgumentException("not a domain: " + domain);
    }
    if (maxMessageBytes < 1024 || maxReadingBytes < maxMessageBytes) {
      throw new IllegalArgumentException("messages of 1 KiB at least: " + maxMessageBytes);
    }
    if (maxRecipients < 1 || maxConnections < 1 || maxPeerConnections < 1 || maxMistakes < 1) {
      throw new IllegalArgumentException("bounds of hearing mail must be positive");
    }
  }

  /** The same, with another size limit, and with or without STARTTLS. */
  public MailConfig with(int messageBytes, Optional<Supplier<ServerSSLOptions>> proof) {
    return new MailConfig(
        host,
        port,
        domain,
        proof,
        messageBytes,
        maxRecipients,
        maxConnections,
        maxPeerConnections,
        Math.max(maxReadingBytes, messageBytes),
        maxMistakes,
        idle,
        messageTime,
        sessionTime);
  }

  /** The defaults. */
  public static MailConfig defaults(String host, int port, String domain) {
    return new MailConfig(
        host,
        port,
        domain,
        Optional.empty(),
        USUAL_MESSAGE_BYTES,
        100,
        1_000,
        100, // a mail server of our own in front is a single peer
        32L << 20,
        50,
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15));
  }
}
