package dev.tocsin.drills.harness;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** People who ask for pages again and again, and note how long each took and what it was. */
public final class Visitors implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final int port;
  private final List<String> paths;
  private final String[] headers;
  private final Duration inTime;
  private final Set<Integer> fine;
  private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong unseen = new AtomicLong();
  private final AtomicLong slowestNanos = new AtomicLong();
  private final ExecutorService people;
  private volatile boolean stopping;

  private Visitors(
      int port,
      List<String> paths,
      Duration inTime,
      Set<Integer> fine,
      int count,
      String[] headers) {
    this.port = port;
    this.paths = List.copyOf(paths);
    this.inTime = inTime;
    this.fine = Set.copyOf(fine);
    this.headers = headers;
    this.people = Executors.newFixedThreadPool(count);
  }

  /**
   * Starts them.
   *
   * @param inTime an answer that takes longer is none
   * @param fine statuses that people can live with
   */
  public static Visitors start(
      int port,
      List<String> paths,
      Duration inTime,
      Set<Integer> fine,
      int count,
      String... headers) {
    Visitors visitors = new Visitors(port, paths, inTime, fine, count, headers);
    for (int i = 0; i < count; i++) {
      int first = i;
      visitors.people.execute(() -> visitors.run(first));
    }
    return visitors;
  }

  private void run(int first) {
    for (int i = first; !stopping; i++) {
      ask(paths.get(i % paths.size()));
      Await.pause(PAUSE);
    }
  }

  private void ask(String path) {
    long began = System.nanoTime();
    int status;
    try {
      status = RawHttp.ask(port, "GET", path, headers).status();
    } catch (IOException e) {
      status = 0;
    }
    long took = System.nanoTime() - began;
    slowestNanos.accumulateAndGet(took, Math::max);
    asked.incrementAndGet();
    if (took > inTime.toNanos() || !fine.contains(status)) {
      unseen.incrementAndGet();
    }
    answers.computeIfAbsent(path + " " + status, key -> new AtomicInteger()).incrementAndGet();
  }

  public long asked() {
    return asked.get();
  }

  /** How many got no answer in time, or none that they could live with. */
  public long unseen() {
    return unseen.get();
  }

  public Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  /** How often which page was answered with which status; 0 stands for none. */
  public Map<String, AtomicInteger> answers() {
    return answers;
  }

  /** Stops, and waits for the answers that are still due. */
  @Override
  public void close() {
    stopping = true;
    people.shutdown();
    try {
      if (!people.awaitTermination(60, TimeUnit.SECONDS)) {
        people.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
