package dev.tocsin.drills.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Jobs that ping, each check one ping at a time, every body different, every answer noted. A worker
 * owns its checks, so that the order in which a check's pings were sent is known.
 */
public final class Load implements AutoCloseable {

  /** One ping as the client saw it. */
  public record Sent(int number, int status) {
    boolean accepted() {
      return status / 100 == 2;
    }
  }

  private final int port;
  private final double perSecond;
  private final List<List<UUID>> shares = new ArrayList<>();
  private final Map<UUID, List<Sent>> ledger = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
  private final AtomicLong slowestNanos = new AtomicLong();
  private final ExecutorService workers;
  private volatile boolean stopping;

  private Load(int port, List<UUID> checks, int connections, double perSecond) {
    this.port = port;
    this.perSecond = perSecond;
    this.workers = Executors.newFixedThreadPool(connections);
    for (int i = 0; i < connections; i++) {
      shares.add(new ArrayList<>());
    }
    for (int i = 0; i < checks.size(); i++) {
      shares.get(i % connections).add(checks.get(i));
      ledger.put(checks.get(i), new ArrayList<>());
    }
  }

  /**
   * Starts to ping.
   *
   * @param perSecond pings per second over all connections; infinite: as fast as answers come
   */
  public static Load start(int port, List<UUID> checks, int connections, double perSecond) {
    Load load = new Load(port, checks, connections, perSecond);
    load.shares.forEach(share -> load.workers.execute(() -> load.run(share)));
    return load;
  }

  private void run(List<UUID> share) {
    long gapNanos = (long) (1e9 * shares.size() / perSecond);
    long next = System.nanoTime();
    try (PingClient client = new PingClient(port)) {
      for (int round = 0; !stopping; round++) {
        for (UUID check : share) {
          if (stopping) {
            return;
          }
          ping(client, check, round);
          next = Math.max(next + gapNanos, System.nanoTime() - 1_000_000_000L);
          TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ping(PingClient client, UUID check, int number) throws InterruptedException {
    long began = System.nanoTime();
    int status = client.post("/ping/" + check, check + ":" + number);
    slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    ledger.computeIfAbsent(check, c -> new ArrayList<>()).add(new Sent(number, status));
    statuses.computeIfAbsent(status, s -> new AtomicInteger()).incrementAndGet();
    if (status == PingClient.NO_ANSWER) {
      Thread.sleep(100);
    }
  }

  /** Answers by status; 0 stands for none. */
  public Map<Integer, AtomicInteger> statuses() {
    return statuses;
  }

  /** How many pings were answered 2xx so far. */
  public long accepted() {
    return statuses.entrySet().stream()
        .filter(e -> e.getKey() / 100 == 2)
        .mapToLong(e -> e.getValue().get())
        .sum();
  }

  /** The longest wait for an answer so far. */
  public Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  /** What was sent to each check, in order. Only after {@link #close}. */
  public Map<UUID, List<Sent>> ledger() {
    return ledger;
  }

  /** Stops and waits for the answers that are still due. */
  @Override
  public void close() {
    stopping = true;
    workers.shutdown();
    try {
      if (!workers.awaitTermination(30, TimeUnit.SECONDS)) {
        workers.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
