package dev.tocsin.channels;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * One request to somebody else's server.
 *
 * @param uri absolute; checked by {@link WebAddress#parse}
 * @param headers in this order; they replace those that {@link Outbound} sets by itself
 * @param body empty for none
 */
public record Call(String method, URI uri, List<Header> headers, byte[] body) {

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
