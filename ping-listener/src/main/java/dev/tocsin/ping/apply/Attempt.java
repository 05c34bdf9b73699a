package dev.tocsin.ping.apply;

import java.time.Duration;
import java.util.List;

/**
 * A transaction whose commit was sent. If its answer is lost, the cursor tells later whether it
 * took place, and then this is all that is left to be said about it.
 *
 * @param to the cursor after it
 * @param effectEnd the end of the last ping in it
 * @param settled pings that were not simply recorded
 * @param unresolved how many of those were answered 200 before
 */
record Attempt(
    long to, long effectEnd, int pings, List<Settled> settled, int unresolved, Duration took) {

  void count(ApplyMetrics metrics) {
    metrics.batchApplied(pings, took);
    for (Settled one : settled) {
      if (one.result() == Applied.QUARANTINED) {
        metrics.quarantined();
      }
    }
    for (int i = 0; i < unresolved; i++) {
      metrics.unresolved();
    }
  }
}
