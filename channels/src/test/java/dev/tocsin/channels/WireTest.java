package dev.tocsin.channels;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.channels.HttpPeer.Asked;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A {@link Wire} for tests that need settings of their own for each message. */
public abstract class WireTest {

  protected static final String SECRET = "hunter2-s3cret";

  protected final HttpPeer peer;
  private final Wire wire;
  private final HttpPeer.Mood takes;

  /**
   * @param takes what the provider answers when it has taken a message
   */
  protected WireTest(String code, HttpPeer.Mood takes) {
    this.wire = new Wire(code);
    this.peer = wire.peer();
    this.takes = takes;
  }

  protected static HttpPeer.Mood says(int status, String body) {
    return HttpPeer.says(status, body, List.of());
  }

  @AfterEach
  void close() {
    wire.close();
  }

  protected final ChannelKind kind() {
    return wire.kind();
  }

  /** Where the peer is, which stands for every provider. */
  protected final String server() {
    return wire.base();
  }

  /** What arrives of this alert. */
  protected final Asked sent(String settings, Alert alert) {
    return wire.sent(settings, alert, takes);
  }

  /** What becomes of a down if the peer answers this. */
  protected final Verdict verdictOn(String settings, HttpPeer.Mood answer) {
    peer.is(answer);
    Alert alert = TestAlerts.of("key-1", TestAlerts.down("nightly backup"));
    return kind().open(settings).deliver(alert);
  }

  /** JSON that arrived, or that a test expects. */
  protected static JsonNode json(String text) {
    return Wire.json(text);
  }

  /** The fields of a form that arrived. */
  protected static Map<String, String> form(Asked asked) {
    return Wire.form(asked);
  }
}
