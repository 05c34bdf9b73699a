package dev.tocsin.ping.http;

import dev.tocsin.ping.journal.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@link Bucket} for each target: full at first, and a token for each ping.
 *
 * <p>A bucket that nobody has touched for the time in which it fills is full, which is what a new
 * one is: so buckets live in two generations, each as long as that, and are forgotten with the
 * older one. Thread-safe. A code and a slug of the same check have a bucket each.
 */
final class PingRates {

  private final int perMinute;
  private final long fillNanos;
  private final int perGeneration;
  private volatile Map<Target, Bucket> young = new ConcurrentHashMap<>();
  private volatile Map<Target, Bucket> old = Map.of();
  private volatile long turnedAt;

  /**
   * @param perMinute so many tokens grow in a minute, and so many a bucket holds; 0: no limit
   * @param maxTargets so many buckets are kept; beyond that the oldest half starts anew, full
   */
  PingRates(int perMinute, int maxTargets, long now) {
    this.perMinute = perMinute;
    this.fillNanos = on() ? Bucket.tokenNanos(perMinute) * perMinute : 0;
    this.perGeneration = Math.max(1, maxTargets / 2);
    this.turnedAt = now;
  }

  /** Whether there is a limit at all. */
  boolean on() {
    return perMinute > 0;
  }

  /**
   * Takes a token.
   *
   * @param now of {@link System#nanoTime}
   * @return 0, or in how many seconds there will be a token, and none was taken
   */
  int take(Target target, long now) {
    return bucket(key(target), now).take(perMinute, now);
  }

  private static Target key(Target target) {
    return target instanceof Target.BySlug it && it.create()
        ? new Target.BySlug(it.pingKey(), it.slug(), false)
        : target;
  }

  private Bucket bucket(Target key, long now) {
    Bucket bucket = young.get(key);
    if (bucket != null) {
      return bucket;
    }
    if (now - turnedAt >= fillNanos || young.size() >= perGeneration) {
      turn(now);
    }
    Bucket aged = old.get(key);
    return young.computeIfAbsent(key, k -> aged == null ? new Bucket(now) : aged);
  }

  private synchronized void turn(long now) {
    if (now - turnedAt >= fillNanos || young.size() >= perGeneration) {
      old = young;
      young = new ConcurrentHashMap<>();
      turnedAt = now;
    }
  }

  /** Buckets kept at the moment. */
  int size() {
    return young.size() + old.size();
  }
}
