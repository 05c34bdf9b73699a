package dev.tocsin.ping.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Collects receipts in the order they come. */
final class Receipts {

  private final List<Entry> durable = new ArrayList<>();
  private int lost;

  Receipt forPing(HeardPing ping) {
    return new Receipt() {
      @Override
      public void durable(long position, long end, Instant at) {
        synchronized (Receipts.this) {
          durable.add(new Entry(position, end, at, ping));
          Receipts.this.notifyAll();
        }
      }

      @Override
      public void lost() {
        synchronized (Receipts.this) {
          lost++;
          Receipts.this.notifyAll();
        }
      }
    };
  }

  synchronized List<Entry> awaitDurable(int count) {
    await(() -> durable.size() >= count);
    return List.copyOf(durable);
  }

  synchronized int awaitLost(int count) {
    await(() -> lost >= count);
    return lost;
  }

  synchronized void awaitSettled(int count) {
    await(() -> durable.size() + lost >= count);
  }

  synchronized int lost() {
    return lost;
  }

  private synchronized void await(BooleanSupplier done) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!done.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("after 20 s: %d durable, %d lost".formatted(durable.size(), lost));
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
