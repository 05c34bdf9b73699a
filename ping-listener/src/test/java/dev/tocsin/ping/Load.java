package dev.tocsin.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that ping one check each, every ping with a body of its own, and note what was answered.
 */
final class Load implements AutoCloseable {

  private static final int CLIENTS = 6;

  private final ListenerFixture it;
  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final List<UUID> checks = new ArrayList<>();
  private final List<List<String>> answered = new ArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile boolean stopping;

  Load(ListenerFixture it, int port) {
    this.it = it;
    this.port = port;
    for (int i = 0; i < CLIENTS; i++) {
      UUID check = it.check("load-" + i);
      List<String> bodies = Collections.synchronizedList(new ArrayList<>());
      checks.add(check);
      answered.add(bodies);
      Thread thread = new Thread(() -> run(check, bodies), "load-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  int accepted() {
    return accepted.get();
  }

  private void run(UUID check, List<String> bodies) {
    String head = "POST /ping/%s HTTP/1.1\nHost: h\nContent-Length: %d\n\n";
    try (RawClient client = new RawClient(port)) {
      for (int i = 0; !stopping; i++) {
        String body = "ping " + i;
        client.send(head.formatted(check, body.length()) + body);
        if (client.read(false).status() != 200) {
          return;
        }
        bodies.add(body);
        accepted.incrementAndGet();
      }
    } catch (IOException gone) {
      // The server ended while we waited: that ping may count or not.
    }
  }

  /** Waits until every client was turned away. */
  void await() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    await();
  }

  /** What was answered is in the database, in the order of sending; at most one more is. */
  void assertAllApplied() {
    for (int i = 0; i < CLIENTS; i++) {
      List<String> sent = answered.get(i);
      List<String> applied = it.bodies(checks.get(i));
      Set<String> different = new HashSet<>(applied);
      assertThat(different).as("each once").hasSize(applied.size());
      assertThat(applied.size()).isBetween(sent.size(), sent.size() + 1);
      assertThat(applied.subList(0, sent.size())).isEqualTo(sent);
    }
  }
}
