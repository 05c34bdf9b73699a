package dev.tocsin.ping.pg;

import dev.tocsin.ping.PgConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few connections to Postgres that survive what happens to it.
 *
 * <p>The client's own pool hands out connections that died, waits for ever for a silent server and
 * takes a read-only one for good. Here every use has a time-out, after which its connection is
 * closed and never seen again; connections that nobody uses are asked for a sign of life each
 * second; and when the last one is lost, one task tries to get another, with growing pauses, while
 * everybody else hears at once that the database is away. Nothing here blocks, from any thread.
 */
public final class Postgres implements AutoCloseable {

  /** The applier's, the one that looks targets up, and one to spare while another is probed. */
  private static final int MOST_CONNECTIONS = 3;

  /** More callers than this are never waiting: each part of the listener uses one at a time. */
  private static final int MOST_WAITING = 8;

  /** A connection that was not used for so long is asked whether it still lives. */
  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);

  /** A server that has not answered a probe for so long is as good as gone. */
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Context context;
  private final PgConnector connector;
  private final long heartbeat;
  private final Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(2));

  // All below: guarded by this.
  private final Deque<PgLink> idle = new ArrayDeque<>();
  private final Set<PgLink> open = new HashSet<>();
  private final Deque<Waiter> waiting = new ArrayDeque<>();
  private boolean connecting; // one try at a time; also between two tries that fail
  private long newest;
  private long losses;
  private boolean closed;
  private final Outage outage = new Outage();
  private Runnable onBack = () -> {};

  /**
   * Connects as soon as it can; never fails because the database is away.
   *
   * @param config asked for each new connection, on a thread that may block
   */
  public Postgres(Vertx vertx, Supplier<PgConfig> config) {
    this.vertx = vertx;
    // One event loop for all of them: a statement and its answer never change threads.
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.connector = new PgConnector(vertx, config);
    this.heartbeat = vertx.setPeriodic(PROBE_EVERY.toMillis(), id -> probeIdle());
    grow();
  }

  /** Called (on any thread, briefly) whenever the database is there again. */
  public synchronized void onBack(Runnable action) {
    onBack = action;
  }

  /** Whether there is no connection and the last try to open one failed. */
  public synchronized boolean away() {
    return outage.why() != null;
  }

  /**
   * A connection for one use.
   *
   * @param longest the use and the wait before it; then the connection is closed
   * @return fails with {@link PgAway} at once while the database is away
   */
  public Future<Lease> lease(Duration longest) {
    Waiter waiter = new Waiter(longest);
    String refusal = enqueue(waiter);
    if (refusal != null) {
      return Future.failedFuture(new PgAway(refusal));
    }
    serve();
    return waiter.outcome(this::forget);
  }

  /** The newest connection's {@link Lease#epoch}; 0 before there was one. */
  public synchronized long epoch() {
    return newest;
  }

  /** How many connections were lost so far. */
  public synchronized long losses() {
    return losses;
  }

  /** The context that all connections live on. */
  public Context context() {
    return context;
  }

  @Override
  public void close() {
    List<Waiter> refused;
    List<PgLink> all;
    synchronized (this) {
      closed = true;
      refused = List.copyOf(waiting);
      waiting.clear();
      all = List.copyOf(open);
    }
    vertx.cancelTimer(heartbeat);
    refused.forEach(waiter -> waiter.refuse("closed"));
    all.forEach(link -> drop(link, "closed"));
    connector.close();
  }

  Vertx vertx() {
    return vertx;
  }

  void giveBack(PgLink link) {
    link.touch();
    synchronized (this) {
      if (open.contains(link)) {
        idle.addLast(link);
      }
    }
    serve();
  }

  void drop(PgLink link, String why) {
    synchronized (this) {
      if (!open.remove(link)) {
        return;
      }
      idle.remove(link);
      losses++;
      if (!closed) {
        outage.dropped(why);
      }
    }
    link.cut();
    grow(); // finds out at once whether the database is still there
  }

  private synchronized @Nullable String enqueue(Waiter waiter) {
    if (closed || outage.why() != null) {
      return closed ? "closed" : "database away: " + outage.why();
    }
    if (waiting.size() >= MOST_WAITING) {
      return "all connections are busy";
    }
    waiting.addLast(waiter);
    return null;
  }

  private void forget(Waiter waiter) {
    synchronized (this) {
      waiting.remove(waiter);
    }
    waiter.leave();
  }

  /** Hands idle connections to those who wait, and opens another one if that is not enough. */
  private void serve() {
    while (true) {
      Waiter waiter;
      PgLink link;
      synchronized (this) {
        if (waiting.isEmpty()) {
          return;
        }
        if (idle.isEmpty()) {
          break;
        }
        waiter = waiting.removeFirst();
        link = idle.removeLast(); // the warm one; the others are probed
      }
      waiter.serve(new Lease(this, link, waiter.longestMillis()));
    }
    grow();
  }

  private void grow() {
    synchronized (this) {
      int wanted = waiting.isEmpty() ? 1 : Math.min(MOST_CONNECTIONS, open.size() + 1);
      if (closed || connecting || open.size() >= wanted) {
        return;
      }
      connecting = true;
    }
    tryToConnect();
  }

  private void tryToConnect() {
    connector
        .connect(context)
        .onComplete(
            result -> {
              if (result.succeeded()) {
                connected(result.result());
              } else {
                failed(result.cause());
              }
            });
  }

  private void connected(PgLink link) {
    Runnable back = () -> {};
    boolean tooLate;
    synchronized (this) {
      connecting = false;
      tooLate = closed;
      if (!closed) {
        open.add(link);
        newest = link.epoch();
        idle.addLast(link);
        backoff.reset();
        outage.ended(link.host());
        back = onBack;
      }
    }
    if (tooLate) {
      link.cut();
      return;
    }
    link.connection().exceptionHandler(e -> drop(link, PgTrouble.line(e)));
    link.connection().closeHandler(gone -> drop(link, "closed by the server"));
    back.run();
    serve();
  }

  private void failed(Throwable why) {
    List<Waiter> refused = new ArrayList<>();
    Duration pause;
    synchronized (this) {
      if (closed) {
        connecting = false;
        return;
      }
      if (open.isEmpty()) {
        outage.began(connector.database(), PgTrouble.line(why));
        refused.addAll(waiting);
        waiting.clear();
      }
      pause = backoff.next();
    }
    refused.forEach(waiter -> waiter.refuse("database away: " + PgTrouble.line(why)));
    vertx.setTimer(pause.toMillis(), id -> tryToConnect());
  }

  private void probeIdle() {
    List<PgLink> due = new ArrayList<>();
    synchronized (this) {
      for (PgLink link : List.copyOf(idle)) {
        if (link.idleNanos() >= PROBE_EVERY.toNanos()) {
          idle.remove(link);
          due.add(link);
        }
      }
    }
    for (PgLink link : due) {
      Lease lease = new Lease(this, link, PROBE_TIMEOUT.toMillis());
      link.probe()
          .onSuccess(readOnly -> judge(lease, readOnly))
          .onFailure(e -> lease.discard(PgTrouble.line(e)));
    }
  }

  private void judge(Lease lease, boolean readOnly) {
    if (lease.unfit(readOnly)) {
      lease.discard("the server takes no writes any more");
    } else {
      lease.release();
    }
  }
}
