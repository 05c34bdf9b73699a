package dev.tocsin.ping.ears;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Asks one event loop for a sign of life, one question at a time. */
final class LoopProbe {

  private final Executor loop;
  private volatile boolean asked;
  private volatile long askedNanos;

  LoopProbe(Executor loop) {
    this.loop = loop;
  }

  /** Asks, unless an answer is owed. */
  void ask(long now) {
    if (asked) {
      return;
    }
    askedNanos = now;
    asked = true;
    try {
      loop.execute(() -> asked = false);
    } catch (RejectedExecutionException stopping) {
      asked = false; // whoever ends the event loops has closed the port before
    }
  }

  /** How long an answer has been owed; zero if none is. */
  long owedNanos(long now) {
    return asked ? Math.max(0, now - askedNanos) : 0;
  }

  /** The time up to now does not count. */
  void forgive(long now) {
    askedNanos = now;
  }
}
