package dev.tocsin.drills.harness;

import java.nio.charset.StandardCharsets;
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

  /** Code of a check, a colon and a number: the beginning of a body, which no other has. */
  static final int LONGEST_NAME = 36 + 1 + 10;

  /** One ping as the client saw it. */
  public record Sent(int number, int status) {
    boolean accepted() {
      return status / 100 == 2;
    }
  }

  /** How long a client waits before it tries again: as curl does. */
  private static final long TRY_AGAIN_MS = 1_000;

  private final int port;
  private final double perSecond;
  private final boolean tryingTwice;
  private final AtomicInteger triedAgain = new AtomicInteger();
  private final AtomicInteger gaveUp = new AtomicInteger();
  private final String rest;
  private final List<List<UUID>> shares = new ArrayList<>();
  private final Map<UUID, List<Sent>> ledger = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
  private final AtomicLong slowestNanos = new AtomicLong();
  private final ExecutorService workers;
  private volatile boolean stopping;

  private Load(
      int port,
      List<UUID> checks,
      int connections,
      double perSecond,
      boolean tryingTwice,
      String rest) {
    this.port = port;
    this.perSecond = perSecond;
    this.tryingTwice = tryingTwice;
    this.rest = rest;
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
    return start(port, checks, connections, perSecond, 0);
  }

  /**
   * Starts to ping.
   *
   * @param more bytes of each body, besides its name
   */
  public static Load start(
      int port, List<UUID> checks, int connections, double perSecond, int more) {
    String rest = more == 0 ? "" : ":" + "x".repeat(more);
    return new Load(port, checks, connections, perSecond, false, rest).started();
  }

  /**
   * The same, by clients that try twice, a second apart: half of them on a connection that they
   * keep, half with one for each ping.
   */
  public static Load tryingTwice(int port, List<UUID> checks, int connections, double perSecond) {
    return new Load(port, checks, connections, perSecond, true, "").started();
  }

  private Load started() {
    for (int i = 0; i < shares.size(); i++) {
      List<UUID> share = shares.get(i);
      boolean keeps = !tryingTwice || i % 2 == 0;
      workers.execute(() -> run(share, keeps));
    }
    return this;
  }

  /** The name that a body begins with. */
  static String name(byte[] body) {
    String text = new String(body, StandardCharsets.US_ASCII);
    int number = text.indexOf(':') + 1;
    int end = text.indexOf(':', number);
    return end < 0 ? text : text.substring(0, end);
  }

  private void run(List<UUID> share, boolean keeps) {
    long gapNanos = (long) (1e9 * shares.size() / perSecond);
    long next = System.nanoTime();
    try (PingClient client = new PingClient(port)) {
      for (int round = 0; !stopping; round++) {
        for (UUID check : share) {
          if (stopping) {
            return;
          }
          // Two numbers for two tries: both may have been heard, the first without an answer.
          boolean done = ping(client, check, 2 * round);
          if (!done && tryingTwice) {
            triedAgain.incrementAndGet();
            Thread.sleep(TRY_AGAIN_MS);
            if (!ping(client, check, 2 * round + 1)) {
              gaveUp.incrementAndGet();
            }
          }
          if (!keeps) {
            client.close();
          }
          next = Math.max(next + gapNanos, System.nanoTime() - 1_000_000_000L);
          TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ping(PingClient client, UUID check, int number) throws InterruptedException {
    long began = System.nanoTime();
    int status = client.post("/ping/" + check, check + ":" + number + rest);
    slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    ledger.computeIfAbsent(check, c -> new ArrayList<>()).add(new Sent(number, status));
    statuses.computeIfAbsent(status, s -> new AtomicInteger()).incrementAndGet();
    if (status == PingClient.NO_ANSWER) {
      Thread.sleep(100);
    }
    return status / 100 == 2;
  }

  /** Pings whose first try was not answered 2xx. */
  public int triedAgain() {
    return triedAgain.get();
  }

  /** Pings whose second try was not answered 2xx either: lost. */
  public int gaveUp() {
    return gaveUp.get();
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
