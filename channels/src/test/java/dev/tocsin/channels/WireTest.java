package dev.tocsin.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.HttpPeer.Asked;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** What a test needs that compares what a kind sends with what its provider documents. */
public abstract class WireTest {

  protected static final String SECRET = "hunter2-s3cret";

  private static final ObjectMapper JSON = new ObjectMapper();

  protected final HttpPeer peer = new HttpPeer();
  private final Channels channels =
      new Channels(
          new ChannelsConfig(
              Optional.empty(),
              OutboundConfig.DEFAULT.withAllowPrivate(true),
              new Endpoints(Optional.of(server())),
              "Tocsin"));
  private final ChannelKind kind;
  private final HttpPeer.Mood takes;

  /**
   * @param takes what the provider answers when it has taken a message
   */
  protected WireTest(String code, HttpPeer.Mood takes) {
    this.kind = channels.kind(code).orElseThrow();
    this.takes = takes;
  }

  protected static HttpPeer.Mood says(int status, String body) {
    return HttpPeer.says(status, body, List.of());
  }

  @AfterEach
  void close() {
    peer.close();
    channels.close();
  }

  protected final ChannelKind kind() {
    return kind;
  }

  /** Where the peer is, which stands for every provider. */
  protected final String server() {
    return "http://127.0.0.1:" + peer.port();
  }

  /** What arrives of this alert. */
  protected final Asked sent(String settings, Alert alert) {
    peer.is(takes);
    peer.asked().clear();
    Verdict verdict = kind.open(settings).deliver(alert);
    if (!(verdict instanceof Verdict.Delivered)) {
      throw new AssertionError(verdict);
    }
    return peer.only();
  }

  /** What becomes of a down if the peer answers this. */
  protected final Verdict verdictOn(String settings, HttpPeer.Mood answer) {
    peer.is(answer);
    Alert alert = TestAlerts.of("key-1", TestAlerts.down("nightly backup"));
    return kind.open(settings).deliver(alert);
  }

  /** JSON that arrived, or that a test expects. */
  protected static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The fields of a form that arrived. */
  protected static Map<String, String> form(Asked asked) {
    Map<String, String> fields = new LinkedHashMap<>();
    Arrays.stream(asked.body().split("&"))
        .map(field -> field.split("=", 2))
        .forEach(field -> fields.put(decoded(field[0]), decoded(field[1])));
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
