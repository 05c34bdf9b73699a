package dev.tocsin.alerter;

import dev.tocsin.store.DbConfig;
import dev.tocsin.store.Notifications;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Wakes loops when Postgres notifies of work for them. Only hurries: whatever it misses is found by
 * the polls. Not for several threads.
 */
final class Hints {

  /** How long one step listens: bounds how long closing takes. */
  private static final Duration LISTEN = Duration.ofMillis(500);

  /** A silent connection is asked now and then whether it is still one. */
  private static final Duration ASK_EVERY = Duration.ofSeconds(30);

  private final Supplier<DbConfig> database;
  private final Map<String, Runnable> wakes;
  private @Nullable Notifications listening;
  private long askAt;

  /**
   * @param database reached directly, not through a pooler
   * @param wakes what to do when a channel of notifications is heard
   */
  Hints(Supplier<DbConfig> database, Map<String, Runnable> wakes) {
    this.database = database;
    this.wakes = wakes;
  }

  /** Listens for a while; true, since there is always more to listen to. */
  boolean runOnce() {
    try {
      Notifications from = listening == null ? connect() : listening;
      from.await(LISTEN).forEach(name -> wakes.getOrDefault(name, () -> {}).run());
      if (System.nanoTime() - askAt >= 0) {
        askAt = System.nanoTime() + ASK_EVERY.toNanos();
        if (!from.answers(Duration.ofSeconds(5))) {
          disconnect();
        }
      }
      return true;
    } catch (RuntimeException e) {
      disconnect();
      throw e;
    }
  }

  private Notifications connect() {
    Notifications fresh = Notifications.open(database, wakes.keySet());
    listening = fresh;
    askAt = System.nanoTime() + ASK_EVERY.toNanos();
    wakes.values().forEach(Runnable::run); // what was sent before we listened is gone
    return fresh;
  }

  /** Closes the connection; the next step opens another. */
  void disconnect() {
    if (listening != null) {
      listening.close();
      listening = null;
    }
  }
}
