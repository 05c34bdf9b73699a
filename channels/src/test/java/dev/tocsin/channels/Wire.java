package dev.tocsin.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.channels.HttpPeer.Asked;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one kind puts on the wire, for tests that compare it with what its provider documents. */
public final class Wire implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpPeer peer = new HttpPeer();
  private final HttpCase is;
  private final Channels channels;

  /** The kind with this code, with the settings of {@link HttpCases}. */
  public Wire(String code) {
    is = HttpCases.of(code);
    var outbound = new OutboundConfig(true, LIMIT, LIMIT, 1024, Optional.empty(), "Tocsin");
    var endpoints = new Endpoints(Optional.of(base()));
    channels = new Channels(new ChannelsConfig(Optional.empty(), outbound, endpoints, "Tocsin"));
  }

  /** Where the provider is. */
  public String base() {
    return "http://127.0.0.1:" + peer.port();
  }

  /** The kind itself. */
  public ChannelKind kind() {
    return channels.kind(is.code()).orElseThrow();
  }

  /** The request for this alert. */
  public Asked sent(Alert alert) {
    return sent(is.settingsFor(base(), "s3cret"), alert);
  }

  /** The same with other settings. */
  public Asked sent(String settings, Alert alert) {
    return sent(settings, alert, is.taken().mood());
  }

  /** The same with an answer that must mean that the message was taken. */
  Asked sent(String settings, Alert alert, HttpPeer.Mood takes) {
    peer.is(takes);
    peer.asked().clear();
    Verdict verdict = kind().open(settings).deliver(alert);
    if (!(verdict instanceof Verdict.Delivered)) {
      throw new AssertionError(verdict);
    }
    return peer.only();
  }

  /** The requests for alerts of every sort. */
  public List<Asked> sentOfEverySort() {
    return TestAlerts.everySort().stream().map(this::sent).toList();
  }

  /** What is made of this answer. */
  public Verdict verdictOn(int status, String body, String... headers) {
    peer.is(HttpPeer.says(status, body, List.of(headers)));
    return kind().open(is.settingsFor(base(), "s3cret")).deliver(TestAlerts.failed("x"));
  }

  /** The server in the place of the provider. */
  HttpPeer peer() {
    return peer;
  }

  /** The body as JSON. */
  public static JsonNode json(Asked asked) {
    return json(asked.body());
  }

  /** A text as JSON. */
  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The body as a form. */
  public static Map<String, String> form(Asked asked) {
    Map<String, String> fields = new LinkedHashMap<>();
    Arrays.stream(asked.body().split("&"))
        .map(field -> field.split("=", 2))
        .forEach(field -> fields.put(decoded(field[0]), decoded(field[1])));
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    peer.close();
    channels.close();
  }
}
