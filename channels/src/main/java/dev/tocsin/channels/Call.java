package dev.tocsin.channels;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request to somebody else's server.
 *
 * @param uri absolute; checked by {@link WebAddress#parse}
 * @param headers in this order; they replace those that {@link Outbound} sets by itself
 * @param body empty for none
 */
public record Call(String method, URI uri, List<Header> headers, byte[] body) {

  private static final JsonMapper JSON = new JsonMapper();

  /** One header; the value holds no control characters. */
  public record Header(String name, String value) {
    public Header {
      if (value.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException("control character in the value of header " + name);
      }
    }
  }

  public Call {
    headers = List.copyOf(headers);
  }

  /**
   * A POST of JSON that carries the alert's key, so that the other side may tell copies apart.
   *
   * @param body maps, lists, texts and numbers
   */
  public static Call json(URI uri, Alert alert, Object body, Header... more) {
    return json("POST", uri, alert, body, more);
  }

  /** The same with another method. */
  public static Call json(String method, URI uri, Alert alert, Object body, Header... more) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", "application/json; charset=utf-8"));
    headers.add(new Header("Idempotency-Key", alert.key()));
    headers.addAll(List.of(more));
    try {
      // By way of a text: half a surrogate pair becomes a question mark instead of an exception.
      byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
      return new Call(method, uri, headers, bytes);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON can be made of a message", e);
    }
  }

  /** A POST of a form, as browsers send it; it carries the alert's key too. */
  public static Call form(URI uri, Alert alert, Map<String, String> fields, Header... more) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", "application/x-www-form-urlencoded"));
    headers.add(new Header("Idempotency-Key", alert.key()));
    headers.addAll(List.of(more));
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return new Call("POST", uri, headers, body.getBytes(StandardCharsets.US_ASCII));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  boolean has(String header) {
    return headers.stream().anyMatch(h -> h.name().equalsIgnoreCase(header));
  }

  /** What may be told of it: path, query and headers often hold a secret. */
  @Override
  public String toString() {
    return "%s %s://%s/…"
        .formatted(method, uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost());
  }
}
