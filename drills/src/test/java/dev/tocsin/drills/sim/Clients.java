package dev.tocsin.drills.sim;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * How pings reach the nodes: a balancer that looks every few seconds which nodes answer, and
 * clients that do what {@code curl -m 10 --retry 7} does.
 */
final class Clients {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int RETRIES = 7;

  /** One answer in so many is lost on its way: the client sends a ping again that was heard. */
  private static final int LOST_ANSWERS = 500;

  private final Timeline time;
  private final Truth truth;
  private final Random random;
  private final List<Node> nodes;
  private List<Node> pool;
  private long refused;
  private long unheard;

  Clients(Timeline time, Truth truth, Random random, List<Node> nodes) {
    this.time = time;
    this.truth = truth;
    this.random = random;
    this.nodes = nodes;
    this.pool = nodes;
    look();
  }

  private void look() {
    List<Node> awake = nodes.stream().filter(Node::isAwake).toList();
    pool = awake.isEmpty() ? nodes : awake;
    time.after(LOOK_EVERY, this::look);
  }

  /** A job says something, now. */
  void send(long check, PingKind kind, @Nullable RunId run) {
    Truth.Intent intent = truth.intent(check, kind, time.now());
    attempt(intent, run, 0);
  }

  private void attempt(Truth.Intent intent, @Nullable RunId run, int retries) {
    Node node = pool.get(random.nextInt(pool.size()));
    if (node.isAwake()) {
      hear(node, intent, run);
      if (random.nextInt(LOST_ANSWERS) == 0) {
        again(intent, run, retries, Duration.ZERO);
      }
    } else if (node.isSuspended()) {
      if (random.nextBoolean()) {
        node.leaveUnanswered(() -> hear(node, intent, run));
      }
      again(intent, run, retries, TIMEOUT);
    } else {
      refused++;
      again(intent, run, retries, Duration.ZERO);
    }
  }

  private static void hear(Node node, Truth.Intent intent, @Nullable RunId run) {
    intent.heard().add(node.accept(intent.check(), intent.kind(), run));
  }

  private void again(Truth.Intent intent, @Nullable RunId run, int retries, Duration lost) {
    if (retries < RETRIES) {
      Duration wait = lost.plusSeconds(1L << retries);
      time.after(wait, () -> attempt(intent, run, retries + 1));
    } else if (intent.heard().isEmpty()) {
      unheard++;
    }
  }

  /** Requests that were refused. */
  long refused() {
    return refused;
  }

  /** Pings that no try could place. */
  long unheard() {
    return unheard;
  }
}
