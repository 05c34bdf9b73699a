package dev.tocsin.ping.http;

import dev.tocsin.ping.journal.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Token buckets, one for each target: full at first, a token for each ping, and they grow back over
 * time. A bucket is one number, the moment at which it will be full again.
 *
 * <p>A bucket that nobody has touched for the time in which it fills is full, which is what a new
 * one is: so buckets live in two generations, each as long as that, and are forgotten with the
 * older one. Thread-safe. A code and a slug of the same check have a bucket each.
 */
final class PingRates {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Guarded by itself. */
  private static final class Bucket {
    private long fullAt;

    private Bucket(long fullAt) {
      this.fullAt = fullAt;
    }
  }

  private final boolean on;
  private final long tokenNanos;
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
    this.on = perMinute > 0;
    this.tokenNanos = on ? Math.max(1, MINUTE / perMinute) : 0;
    this.fillNanos = tokenNanos * perMinute;
    this.perGeneration = Math.max(1, maxTargets / 2);
    this.turnedAt = now;
  }

  /** Whether there is a limit at all. */
  boolean on() {
    return on;
  }

  /**
   * Takes a token.
   *
   * @param now of {@link System#nanoTime}
   * @return 0, or in how many seconds there will be a token, and none was taken
   */
  int take(Target target, long now) {
    Bucket bucket = bucket(key(target), now);
    synchronized (bucket) {
      long fullAt = bucket.fullAt - now > 0 ? bucket.fullAt : now;
      long missing = fullAt - now + tokenNanos - fillNanos;
      if (missing > 0) {
        return Math.toIntExact((missing + SECOND - 1) / SECOND);
      }
      bucket.fullAt = fullAt + tokenNanos;
      return 0;
    }
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
