package dev.tocsin.ping.apply;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A bounded cache in two generations: when the young one is full it becomes the old one, and the
 * old one is forgotten. What is used moves to the young one, so at least the last half of the bound
 * stays. Thread-safe, and a read of something young takes no lock.
 */
final class Recent<K, V> {

  private final int half;
  private volatile Map<K, V> young = new ConcurrentHashMap<>();
  private volatile Map<K, V> old = Map.of();

  /** Holds at most {@code bound} entries, at least half of them recently used. */
  Recent(int bound) {
    this.half = Math.max(1, bound / 2);
  }

  @Nullable V get(K key) {
    V value = young.get(key);
    if (value != null) {
      return value;
    }
    V aged = old.get(key);
    if (aged != null) {
      put(key, aged);
    }
    return aged;
  }

  boolean contains(K key) {
    return get(key) != null;
  }

  void put(K key, V value) {
    if (young.size() >= half && !young.containsKey(key)) {
      turn();
    }
    young.put(key, value);
  }

  private synchronized void turn() {
    if (young.size() >= half) {
      old = young;
      young = new ConcurrentHashMap<>();
    }
  }

  synchronized void remove(K key) {
    young.remove(key);
    if (old.containsKey(key)) {
      old.remove(key);
    }
  }

  synchronized void clear() {
    young = new ConcurrentHashMap<>();
    old = Map.of();
  }
}
