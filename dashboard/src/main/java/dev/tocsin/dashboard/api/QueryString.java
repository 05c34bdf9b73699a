package dev.tocsin.dashboard.api;

import dev.tocsin.dashboard.web.Escapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string. */
final class QueryString {

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  /** Reads any text; null is a request without a query string. */
  QueryString(@Nullable String raw) {
    if (raw == null) {
      return;
    }
    for (String pair : characters(raw).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!pair.isEmpty()) {
        values
            .computeIfAbsent(Escapes.decode(name, true), n -> new ArrayList<>())
            .add(Escapes.decode(value, true));
      }
    }
  }

  /**
   * A client need not escape what it sends in UTF-8, and the server hands over a request line as
   * one character for each byte.
   */
  private static String characters(String raw) {
    boolean bytes = raw.chars().anyMatch(c -> c > 0x7f) && raw.chars().allMatch(c -> c <= 0xff);
    return bytes
        ? new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        : raw;
  }

  /** All values of a parameter, in order. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The value of a parameter; the last one if it is repeated. */
  Optional<String> last(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }
}
