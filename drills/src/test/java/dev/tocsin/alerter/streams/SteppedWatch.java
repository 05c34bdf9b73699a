package dev.tocsin.alerter.streams;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.store.Db;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
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
    return new StreamWatch(db, limits, metrics, nanoTime, asking, new Here());
  }

  /** Runs what it is given, here and now. */
  private static final class Here extends AbstractExecutorService {
    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long longest, TimeUnit unit) {
      return false;
    }
  }
}
