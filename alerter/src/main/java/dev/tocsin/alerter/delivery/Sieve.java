package dev.tocsin.alerter.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of all that waits need not be told any more. Pure functions.
 *
 * @param passes what is to be told, in its order
 * @param withheld why the rest is not, by delivery
 */
record Sieve(List<Waiting> passes, Map<Long, String> withheld) {

  /** A reminder or escalation whose turn came when nothing was left to remind of. */
  static final String OVER = "over";

  /** A down that ended before it was told, and its end, for a channel that asks for that. */
  static final String SHORT = "short";

  /**
   * @param skipsShort whether downs that are over before they could be told are withheld
   */
  static Sieve of(List<Waiting> waiting, boolean skipsShort) {
    Map<Long, String> withheld = new LinkedHashMap<>();
    Map<Object, Deque<Waiting>> downs = new LinkedHashMap<>();
    for (Waiting delivery : waiting) {
      if (delivery.kind().isAgain() && delivery.outdated()) {
        withheld.put(delivery.id(), OVER);
      } else if (skipsShort && delivery.kind() == Waiting.Kind.FLIP) {
        Deque<Waiting> open = downs.computeIfAbsent(delivery.owner(), it -> new ArrayDeque<>());
        if (delivery.isDown()) {
          open.add(delivery);
        } else if (!open.isEmpty()) {
          withheld.put(delivery.id(), SHORT);
          open.forEach(down -> withheld.put(down.id(), SHORT));
          open.clear();
        }
      }
    }
    List<Waiting> passes = new ArrayList<>(waiting);
    passes.removeIf(delivery -> withheld.containsKey(delivery.id()));
    return new Sieve(passes, withheld);
  }
}
