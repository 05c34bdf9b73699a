package dev.tocsin.drills.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * Pings of random checks at an even rate, whatever the answers do. Each is timed from the moment at
 * which it was due: an answer that keeps the next ping waiting is slow for that one, too (what is
 * known as coordinated omission).
 */
public final class PacedLoad implements AutoCloseable {

  /**
   * What came of it.
   *
   * @param statuses answers by status; 0 stands for none
   */
  public record Result(Map<Integer, Long> statuses, Duration p50, Duration p99, Duration longest) {

    public long sent() {
      return statuses.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Answers other than 2xx. */
    public long bad() {
      return statuses.entrySet().stream()
          .filter(answers -> answers.getKey() / 100 != 2)
          .mapToLong(Map.Entry::getValue)
          .sum();
    }
  }

  /** In microseconds, up to a minute, with three digits. */
  private final Histogram took = new SynchronizedHistogram(60_000_000L, 3);

  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final List<Thread> workers = new ArrayList<>();
  private final List<String> paths;
  private volatile boolean stopping;

  private PacedLoad(List<UUID> checks) {
    this.paths = checks.stream().map(check -> "/ping/" + check).toList();
  }

  /** Starts to ping: so many a second over all connections, evenly. */
  public static PacedLoad start(int port, List<UUID> checks, int connections, int perSecond) {
    PacedLoad load = new PacedLoad(checks);
    long gap = 1_000_000_000L * connections / perSecond;
    long now = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      long first = now + gap * i / connections;
      Thread worker = new Thread(() -> load.run(port, first, gap), "paced-" + i);
      worker.start();
      load.workers.add(worker);
    }
    return load;
  }

  /** The same for so long. */
  public static Result run(
      int port, List<UUID> checks, int connections, int perSecond, Duration howLong) {
    try (PacedLoad load = start(port, checks, connections, perSecond)) {
      Await.pause(howLong);
      return load.stop();
    }
  }

  private void run(int port, long first, long gap) {
    try (PingClient client = new PingClient(port)) {
      for (long due = first; !stopping; due += gap) {
        long early = due - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early);
        }
        String path = paths.get(ThreadLocalRandom.current().nextInt(paths.size()));
        int status = client.post(path, "");
        took.recordValue(Math.min(60_000_000L, (System.nanoTime() - due) / 1_000));
        synchronized (statuses) {
          statuses.merge(status, 1L, Long::sum);
        }
      }
    }
  }

  /** Stops, waits for the answers that are due, and says what came of it. */
  public Result stop() {
    close();
    synchronized (statuses) {
      return new Result(new TreeMap<>(statuses), at(50), at(99), at(100));
    }
  }

  private Duration at(double percentile) {
    return Duration.ofNanos(took.getValueAtPercentile(percentile) * 1_000);
  }

  @Override
  public void close() {
    stopping = true;
    workers.forEach(PacedLoad::join);
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
