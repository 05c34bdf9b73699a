package dev.tocsin.drills.faults;

import dev.tocsin.drills.harness.RawHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A job like any other: pings on a new connection each time, and notes how long it took. */
final class OrdinaryClient implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final int port;
  private final UUID check;
  private final List<Duration> took = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private final Thread thread = new Thread(this::run, "ordinary-client");
  private volatile boolean stopping;

  OrdinaryClient(int port, UUID check) {
    this.port = port;
    this.check = check;
    thread.start();
  }

  private void run() {
    try {
      while (!stopping) {
        long began = System.nanoTime();
        try {
          int status = RawHttp.ask(port, "GET", "/ping/" + check).status();
          if (status != 200) {
            failures.add("answered " + status);
          }
        } catch (IOException e) {
          failures.add(String.valueOf(e));
        }
        took.add(Duration.ofNanos(System.nanoTime() - began));
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int pings() {
    return took.size();
  }

  /** What was not answered 200. Only after {@link #close}. */
  List<String> failures() {
    return failures;
  }

  Duration slowest() {
    return Collections.max(took);
  }

  Duration median() {
    return took.stream().sorted().skip(took.size() / 2).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
