package dev.tocsin.drills.harness;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, bounded. */
public final class Await {

  private Await() {}

  /** Looks every 10 ms; throws {@link AssertionError} when {@code atMost} has passed. */
  public static void that(String what, Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + atMost + ": " + what);
      }
      pause(Duration.ofMillis(10));
    }
  }

  /** Lets time pass: for faults that last, never to wait for a condition. */
  public static void pause(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
