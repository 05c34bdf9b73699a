package dev.tocsin.dashboard.live;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.web.Outgoing;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.DbException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of all pages. Each {@link Scene} with streams is looked at once a second, and at
 * once when Postgres says that something changed: one reading for all its viewers, after which each
 * stream is sent what its own page does not show yet. Time alone makes a check late or down, and
 * the poll shows that too. A browser that does not read costs one message that it has not taken,
 * and its connection until the server's idle time is up.
 */
public final class LiveStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Notifications come with every batch of pings: they do not hurry us more often than this. */
  private static final Duration HURRY_AT_MOST_EVERY = Duration.ofMillis(200);

  /** Proxies cut connections on which nothing moves for a minute. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Then the browser comes again, and shows again that it may look. */
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /** A scene with the open pages that show it. */
  private static final class Watched<T> {
    private final Scene<T> scene;
    private final List<OpenPage<T>> pages = new CopyOnWriteArrayList<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long lookedAt = System.nanoTime();

    Watched(Scene<T> scene) {
      this.scene = scene;
    }

    boolean isDue() {
      return System.nanoTime() - lookedAt >= scene.every().toNanos();
    }
  }

  private final Vertx vertx;
  private final Workers workers;
  private final Boards boards;
  private final int mostStreams;
  private final Outgoing outgoing;
  private final Duration longest;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean hurried = new AtomicBoolean();
  private final Map<String, Watched<?>> scenes = new LinkedHashMap<>();
  private final List<Long> timers = new ArrayList<>();

  /**
   * @param mostStreams further pages are not live: each stream costs a connection and a look a
   *     second
   * @param outgoing the memory that waits for their readers
   */
  public LiveStreams(
      Vertx vertx, Workers workers, Boards boards, int mostStreams, Outgoing outgoing) {
    this(vertx, workers, boards, mostStreams, outgoing, LONGEST);
  }

  LiveStreams(
      Vertx vertx,
      Workers workers,
      Boards boards,
      int mostStreams,
      Outgoing outgoing,
      Duration longest) {
    this.vertx = vertx;
    this.workers = workers;
    this.boards = boards;
    this.mostStreams = mostStreams;
    this.outgoing = outgoing;
    this.longest = longest;
    timers.add(vertx.setPeriodic(EVERY.toMillis(), id -> lookAtAll()));
    timers.add(vertx.setPeriodic(HEARTBEAT.toMillis(), id -> beat()));
  }

  /** How many streams are open. */
  public int open() {
    return open.get();
  }

  /** Something changed: look soon. May be called from any thread, as often as it likes. */
  public void hurry() {
    if (hurried.compareAndSet(false, true)) {
      vertx.setTimer(
          HURRY_AT_MOST_EVERY.toMillis(),
          id -> {
            hurried.set(false);
            lookAtAll();
          });
    }
  }

  /** A stream for a page that shows checks of a project; see {@link #stream(Scene, Lens)}. */
  public Consumer<HttpServerResponse> stream(long projectId, Lens<Board> lens) {
    String name = "project " + projectId;
    return stream(new Scene<>(name, Duration.ZERO, () -> boards.of(projectId)), lens);
  }

  /** Starts a stream on its response; 503 if there are too many. Runs on the event loop. */
  public <T> Consumer<HttpServerResponse> stream(Scene<T> scene, Lens<T> lens) {
    return response -> {
      if (response.closed()) {
        return; // its browser left while we looked who it is: no handler would be called any more
      }
      if (open.incrementAndGet() > mostStreams) {
        open.decrementAndGet();
        response.setStatusCode(503).putHeader("Retry-After", "60").end();
        return;
      }
      OpenPage<T> page = new OpenPage<>(outgoing, response, vertx.getOrCreateContext(), lens);
      response.setChunked(true);
      response
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-store");
      response.putHeader("X-Accel-Buffering", "no");
      Watched<T> watched = join(scene, page);
      long end = vertx.setTimer(longest.toMillis(), id -> page.end());
      Handler<Void> over =
          v -> {
            vertx.cancelTimer(end);
            leave(scene, page);
          };
      // One is called when the browser goes first, the other when we do.
      response.closeHandler(over);
      response.endHandler(over);
      response.write("retry: 2000\n\n");
      look(watched);
    };
  }

  @SuppressWarnings("unchecked") // scenes of one name are of one thing
  private synchronized <T> Watched<T> join(Scene<T> scene, OpenPage<T> page) {
    Watched<T> watched =
        (Watched<T>) scenes.computeIfAbsent(scene.name(), name -> new Watched<>(scene));
    watched.pages.add(page);
    return watched;
  }

  private synchronized void leave(Scene<?> scene, OpenPage<?> page) {
    Watched<?> watched = scenes.get(scene.name());
    if (watched != null && watched.pages.remove(page)) {
      open.decrementAndGet();
      if (watched.pages.isEmpty()) {
        scenes.remove(scene.name());
      }
    }
  }

  private synchronized List<Watched<?>> watched() {
    return new ArrayList<>(scenes.values());
  }

  private void lookAtAll() {
    watched().stream().filter(Watched::isDue).forEach(this::look);
  }

  private <T> void look(Watched<T> watched) {
    if (!watched.looking.compareAndSet(false, true)) {
      return;
    }
    watched.lookedAt = System.nanoTime();
    AtomicBoolean begun = new AtomicBoolean();
    workers
        .run(
            () -> {
              begun.set(true);
              try {
                T now = watched.scene.read().get();
                watched.pages.forEach(page -> showOrEnd(page, now));
                return now;
              } finally {
                watched.looking.set(false); // not before: slow looks must not pile up
              }
            })
        .onFailure(
            why -> {
              if (!begun.get()) {
                watched.looking.set(false);
              }
              complain(watched, why);
            });
  }

  private static void complain(Watched<?> watched, Throwable why) {
    boolean away = why instanceof DbException db && db.isAway();
    if (away) {
      watched.pages.forEach(OpenPage::away);
    }
    boolean expected =
        away
            || why instanceof Workers.Saturated
            || why instanceof Workers.TooSlow
            || (why instanceof DbException db && db.isBusy());
    if (expected) {
      LOG.debug("live pages of {} wait for the database", watched.scene.name());
    } else {
      LOG.error("live pages of {} failed; next try in {}", watched.scene.name(), EVERY, why);
    }
  }

  /** A page that cannot be shown must not keep the others of its scene from being live. */
  private static <T> void showOrEnd(OpenPage<T> page, T now) {
    try {
      page.show(now);
    } catch (RuntimeException e) {
      LOG.error("a live page failed; its browser comes again", e);
      page.end();
    }
  }

  private void beat() {
    // A browser that does not read gets nothing more: what waits for it sits in our memory. On
    // its connection nothing moves, so the server cuts it in its time; then it comes again.
    watched().forEach(w -> w.pages.forEach(page -> page.sendIfRead(": still here\n\n")));
  }

  /** Ends all streams; browsers come again where another dashboard is. */
  @Override
  public void close() {
    timers.forEach(vertx::cancelTimer);
    watched().forEach(w -> w.pages.forEach(OpenPage::end));
  }
}
