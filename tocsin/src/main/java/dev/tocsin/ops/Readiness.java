package dev.tocsin.ops;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** Whether this process does all its work, put together from its parts. */
public final class Readiness {

  private final Map<String, Supplier<List<String>>> parts = new ConcurrentSkipListMap<>();
  private volatile boolean stopping;

  /**
   * Adds a part, or replaces it: a part that waits is followed by the one that works.
   *
   * @param notReady one line per reason, empty when ready; may block
   */
  public void add(String part, Supplier<List<String>> notReady) {
    parts.put(part, notReady);
  }

  /** From now on not ready, so that a balancer looks elsewhere while we finish. */
  public void stopping() {
    stopping = true;
  }

  /** One line per reason, each beginning with its part; empty when ready. May block. */
  public List<String> notReady() {
    if (stopping) {
      return List.of("stopping");
    }
    return parts.entrySet().stream()
        .flatMap(part -> part.getValue().get().stream().map(why -> line(part.getKey(), why)))
        .toList();
  }

  private static String line(String part, String why) {
    return why.startsWith(part + ":") ? why : part + ": " + why;
  }
}
