package dev.tocsin.dashboard.board;

import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A {@link Slot} for each key, as many as fit: when there are too many, or they weigh too much,
 * those that were asked for longest ago go. The last one asked for stays in any case.
 */
public final class Slots<K, V> {

  private final Function<K, Future<V>> source;
  private final ToIntFunction<V> weight;
  private final int most;
  private final int heaviest;
  private final AtomicLong changes = new AtomicLong();
  private final Map<K, Slot<V>> slots = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param source reads what belongs to a key, elsewhere: it must not block, nor throw
   * @param weight what is bounded, such as bytes
   * @param most keys at once
   * @param heaviest all together
   */
  public Slots(Function<K, Future<V>> source, ToIntFunction<V> weight, int most, int heaviest) {
    this.source = source;
    this.weight = weight;
    this.most = most;
    this.heaviest = heaviest;
  }

  /** Something changed. May be called from any thread, as often as it likes. */
  public void changed() {
    changes.incrementAndGet();
  }

  /** What is good enough for whoever asks now. Completes on any thread. */
  public Future<V> look(K key) {
    Slot<V> slot;
    synchronized (slots) {
      slot = slots.computeIfAbsent(key, this::slot);
    }
    return slot.look();
  }

  private Slot<V> slot(K key) {
    return new Slot<>(
        () -> source.apply(key).onSuccess(read -> trim()), changes::get, System::nanoTime);
  }

  private void trim() {
    synchronized (slots) {
      long all = slots.values().stream().mapToLong(this::weightOf).sum();
      var eldestFirst = slots.values().iterator();
      while (slots.size() > 1 && (slots.size() > most || all > heaviest)) {
        all -= weightOf(eldestFirst.next());
        eldestFirst.remove();
      }
    }
  }

  private int weightOf(Slot<V> slot) {
    return slot.current().map(weight::applyAsInt).orElse(0);
  }
}
