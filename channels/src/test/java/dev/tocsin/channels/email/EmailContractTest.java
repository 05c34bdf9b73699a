package dev.tocsin.channels.email;

import dev.tocsin.channels.ChannelContract;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.TestTls;
import dev.tocsin.channels.TimeBox;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class EmailContractTest extends ChannelContract {

  private final SmtpPeer peer = new SmtpPeer(TestTls.server());
  private final TimeBox timeBox = new TimeBox();

  private SmtpConfig config(Duration limit) {
    return new SmtpConfig(
        "localhost",
        peer.port(),
        SmtpConfig.Tls.STARTTLS,
        Optional.of(new SmtpConfig.Login("me", SECRET)),
        "alerts@example.org",
        Optional.of(TestTls.PEM),
        limit,
        limit,
        limit);
  }

  @AfterEach
  void close() {
    peer.close();
    timeBox.close();
  }

  @Override
  protected ChannelKind kind(Duration limit) {
    return new EmailKind(Optional.of(config(limit)), "Tocsin", timeBox);
  }

  @Override
  protected String settings() {
    return "{\"to\": [\"ops@example.net\"], \"down\": true, \"up\": false}";
  }

  @Override
  protected void peer(Peer mood) {
    peer.behave();
    switch (mood) {
      case TAKES -> {}
      case IS_BUSY -> peer.answer(".", "451 4.3.0 try later, " + SECRET);
      case DENIES_ACCESS -> peer.answer("AUTH", "535 5.7.8 wrong password: " + SECRET);
      case REFUSES_FOR_GOOD -> peer.answer("RCPT", "550 5.1.1 no such user, " + SECRET);
      case HANGS -> peer.answer(".", SmtpPeer.HANG);
      case TRICKLES -> peer.answer("EHLO", SmtpPeer.TRICKLE);
      case HANGS_UP -> peer.answer("MAIL", SmtpPeer.HANG_UP);
      case IS_AWAY -> peer.close();
    }
  }

  @Override
  protected List<String> taken() {
    return peer.taken();
  }

  /** No mail server sets so low a limit; but nobody reads on. */
  @Override
  protected int mostBytes() {
    return 100_000;
  }

  @Override
  protected List<String> identities() {
    return peer.sent().stream()
        .flatMap(message -> Arrays.stream(message.split("\r\n", -1)))
        .filter(line -> line.startsWith("Message-ID:"))
        .toList();
  }
}
