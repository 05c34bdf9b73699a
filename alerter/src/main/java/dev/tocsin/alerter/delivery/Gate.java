package dev.tocsin.alerter.delivery;

import java.util.ArrayDeque;
import java.util.Queue;

/** Lets so many attempts of one lane run at once; the others wait here in order. */
final class Gate {

  private final Senders senders;
  private final int width;
  private final Queue<Attempt> waiting = new ArrayDeque<>();
  private int running;

  Gate(Senders senders, int width) {
    this.senders = senders;
    this.width = width;
  }

  /** Starts an attempt now or when another is over. */
  synchronized void enter(Attempt attempt) {
    if (running < width) {
      running++;
      attempt.submitTo(senders);
    } else {
      waiting.add(attempt);
    }
  }

  /** An attempt is over: the next one may begin. */
  synchronized void leave() {
    Attempt next = waiting.poll();
    if (next == null) {
      running--;
    } else {
      next.submitTo(senders);
    }
  }
}
