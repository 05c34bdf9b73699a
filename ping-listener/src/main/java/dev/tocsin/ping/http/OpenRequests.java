package dev.tocsin.ping.http;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.http.WaitingPing.Client;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests that have no answer yet: bounds how many of them wait, writes each the answer that it
 * gets, and counts that. Places are taken and left from any thread; answers are for the event loop
 * of the connection.
 */
final class OpenRequests {

  private final int mostWaiting;
  private final AnswerWriter writer;
  private final PingMetrics metrics;
  private final AtomicInteger waiting = new AtomicInteger();

  OpenRequests(PingLimits limits, PingMetrics metrics) {
    this.mostWaiting = limits.maxWaiting();
    this.writer = new AnswerWriter(limits.bodyLimit());
    this.metrics = metrics;
  }

  /** Takes a place for a request that has to wait; false if there is none, and it was answered. */
  boolean enter(Client client) {
    if (waiting.incrementAndGet() <= mostWaiting) {
      return true;
    }
    waiting.decrementAndGet();
    shed(client, Shed.WAITING);
    return false;
  }

  /** It waits no more, since it is clear what its answer is. */
  void leave() {
    waiting.decrementAndGet();
  }

  /** How many wait. */
  int waiting() {
    return waiting.get();
  }

  /** Answers a ping that is on disk. */
  void accept(Client client, PingKind signal, Answer answer) {
    metrics.accepted(signal);
    write(client, answer, true);
  }

  /** Answers a mistake of the client's, or more pings than its check may have. */
  void reject(Client client, Answer answer, boolean foundCheck) {
    metrics.rejected(answer.reason());
    write(client, answer, foundCheck);
  }

  /** Answers 503. */
  void shed(Client client, Shed why) {
    metrics.shed(why);
    write(client, Answer.BUSY, true);
  }

  private void write(Client client, Answer answer, boolean foundCheck) {
    writer.write(client.response(), answer, client.head(), client.byCode() || foundCheck);
  }
}
