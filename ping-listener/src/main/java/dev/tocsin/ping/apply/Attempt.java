package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.Batch;
import dev.tocsin.ping.journal.Entry;
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
 * @param late how many pings were heard after the stream had been retired
 * @param step how it moves hearing on
 * @param took zero if it applied nothing
 */
record Attempt(
    long to,
    long effectEnd,
    int pings,
    List<Settled> settled,
    int unresolved,
    int late,
    HearingStep step,
    Duration took) {

  /** One that moves the cursor over no ping. */
  static Attempt quiet(long to, long effectEnd, HearingStep step) {
    return new Attempt(to, effectEnd, 0, List.of(), 0, 0, step, Duration.ZERO);
  }

  /**
   * One that applies a batch.
   *
   * @param from the cursor before it
   */
  static Attempt of(Batch batch, long from, Fold fold, int late, HearingStep step) {
    List<Entry> pings = batch.entries();
    return new Attempt(
        batch.next(),
        pings.isEmpty() ? from : pings.get(pings.size() - 1).end(),
        fold.rows().pings(),
        fold.settled(),
        fold.rows().unresolved(),
        late,
        step,
        Duration.ZERO);
  }

  /** The same, which took from then on until now; its commit too, if that was answered. */
  Attempt took(long began) {
    Duration so = Duration.ofNanos(System.nanoTime() - began);
    return new Attempt(to, effectEnd, pings, settled, unresolved, late, step, so);
  }

  void count(ApplyMetrics metrics) {
    if (!took.isZero()) {
      metrics.batchApplied(pings, took);
    }
    step.count(metrics);
    if (late > 0) {
      metrics.afterRetirement(late);
    }
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
