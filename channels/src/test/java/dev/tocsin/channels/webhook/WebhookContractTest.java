package dev.tocsin.channels.webhook;

import dev.tocsin.channels.ChannelContract;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.HttpPeer;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.TimeBox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class WebhookContractTest extends ChannelContract {

  private final HttpPeer peer = new HttpPeer();
  private final TimeBox timeBox = new TimeBox();
  private final Outbound outbound =
      new Outbound(
          new OutboundConfig(true, Duration.ofSeconds(1), TOTAL, 1024, Optional.empty(), "T"),
          timeBox);

  @AfterEach
  void close() {
    peer.close();
    outbound.close();
    timeBox.close();
  }

  @Override
  protected ChannelKind kind() {
    return new WebhookKind(outbound);
  }

  @Override
  protected String settings() {
    return """
        {"down": {"method": "POST", "url": "http://me:%1$s@127.0.0.1:%2$d/%1$s?key=%1$s",
                  "headers": {"Authorization": "Bearer %1$s"}, "body": "$NAME is $STATUS"}}
        """
        .formatted(SECRET, peer.port());
  }

  @Override
  protected void peer(Peer mood) {
    switch (mood) {
      case TAKES -> peer.is(HttpPeer.answers(200));
      case IS_BUSY -> peer.is(HttpPeer.answers(503));
      case DENIES_ACCESS -> peer.is(HttpPeer.answers(401));
      case REFUSES_FOR_GOOD -> peer.is(HttpPeer.answers(410));
      case HANGS -> peer.is(HttpPeer.HANGS);
      case TRICKLES -> peer.is(HttpPeer.TRICKLES_HEADERS);
      case HANGS_UP -> peer.is(HttpPeer.HANGS_UP);
      case IS_AWAY -> peer.close();
    }
  }

  @Override
  protected List<String> taken() {
    return peer.asked().stream().map(HttpPeer.Asked::body).toList();
  }

  @Override
  protected List<String> identities() {
    return peer.asked().stream().map(asked -> asked.header("Idempotency-Key")).toList();
  }
}
