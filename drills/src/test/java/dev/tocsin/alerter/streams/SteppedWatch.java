package dev.tocsin.alerter.streams;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.drills.harness.Threadless;
import dev.tocsin.store.Db;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The door to a watch on another clock, whose questions are answered at once. */
public final class SteppedWatch {

  private SteppedWatch() {}

  /** What a node is asked, and by whom it is answered. */
  @FunctionalInterface
  public interface Nodes {
    /** What the process at {@code address} says of itself. */
    Says ask(String address, UUID stream);
  }

  /** See {@link Answer}. */
  public enum Says {
    REACHED,
    AWAY,
    GONE,
    SILENT
  }

  /** See {@link StreamWatch}. */
  public static StreamWatch of(
      Db db, StreamLimits limits, AlerterMetrics metrics, LongSupplier nanoTime, Nodes nodes) {
    StreamWatch.Asking asking =
        (address, stream) -> Answer.valueOf(nodes.ask(address, stream).name());
    return new StreamWatch(db, limits, metrics, nanoTime, asking, new Threadless(Runnable::run));
  }
}
