package dev.tocsin.dashboard.live;

import dev.tocsin.dashboard.board.Board;
import dev.tocsin.dashboard.board.Boards;
import dev.tocsin.dashboard.web.Outgoing;
import dev.tocsin.dashboard.web.Workers;
import dev.tocsin.store.DbException;
import io.vertx.core.Context;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of all pages. Each project with streams is looked at once a second, and at once
 * when Postgres says that something changed: one reading for all its viewers, after which each
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

  private static final class Stream {
    private final Outgoing outgoing;
    private final HttpServerResponse response;
    private final Context context;
    private final Lens lens;
    private final AtomicLong untaken = new AtomicLong();

    Stream(Outgoing outgoing, HttpServerResponse response, Context context, Lens lens) {
      this.outgoing = outgoing;
      this.response = response;
      this.context = context;
      this.lens = lens;
    }

    /** A browser for which there is no room is let go: it comes again, when others have read. */
    void send(String text) {
      int bytes = text.length();
      untaken.addAndGet(bytes);
      context.runOnContext(
          v -> {
            if (isOpen() && outgoing.take(bytes)) {
              response
                  .write(text)
                  .onComplete(
                      done -> {
                        outgoing.release(bytes);
                        untaken.addAndGet(-bytes);
                      });
            } else if (isOpen()) {
              response.reset();
            }
          });
    }

    boolean isOpen() {
      return !response.closed() && !response.ended();
    }

    /**
     * Whether what was sent is still waiting for its reader. We count ourselves: the response says
     * that its queue has room while its connection has not taken a byte for minutes.
     */
    boolean isBehind() {
      return untaken.get() > 0;
    }
  }

  private static final class Watched {
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final AtomicBoolean looking = new AtomicBoolean();
  }

  private final Vertx vertx;
  private final Workers workers;
  private final Boards boards;
  private final int mostStreams;
  private final Outgoing outgoing;
  private final Duration longest;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean hurried = new AtomicBoolean();
  private final Map<Long, Watched> projects = new LinkedHashMap<>();
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

  /** Starts a stream on its response; 503 if there are too many. Runs on the event loop. */
  public Consumer<HttpServerResponse> stream(long projectId, Lens lens) {
    return response -> {
      if (response.closed()) {
        return; // its browser left while we looked who it is: no handler would be called any more
      }
      if (open.incrementAndGet() > mostStreams) {
        open.decrementAndGet();
        response.setStatusCode(503).putHeader("Retry-After", "60").end();
        return;
      }
      Stream stream = new Stream(outgoing, response, vertx.getOrCreateContext(), lens);
      response.setChunked(true);
      response
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("Cache-Control", "no-store");
      response.putHeader("X-Accel-Buffering", "no");
      Watched watched = join(projectId, stream);
      long end = vertx.setTimer(longest.toMillis(), id -> endQuietly(response));
      Handler<Void> over =
          v -> {
            vertx.cancelTimer(end);
            leave(projectId, stream);
          };
      // One is called when the browser goes first, the other when we do.
      response.closeHandler(over);
      response.endHandler(over);
      response.write("retry: 2000\n\n");
      look(projectId, watched);
    };
  }

  private synchronized Watched join(long projectId, Stream stream) {
    Watched watched = projects.computeIfAbsent(projectId, id -> new Watched());
    watched.streams.add(stream);
    return watched;
  }

  private synchronized void leave(long projectId, Stream stream) {
    Watched watched = projects.get(projectId);
    if (watched != null && watched.streams.remove(stream)) {
      open.decrementAndGet();
      if (watched.streams.isEmpty()) {
        projects.remove(projectId);
      }
    }
  }

  private synchronized Map<Long, Watched> watched() {
    return new LinkedHashMap<>(projects);
  }

  private void lookAtAll() {
    watched().forEach(this::look);
  }

  private void look(long projectId, Watched watched) {
    if (!watched.looking.compareAndSet(false, true)) {
      return;
    }
    workers
        .run(
            () -> {
              Board board = boards.of(projectId);
              watched.streams.forEach(stream -> showOrEnd(stream, board));
              return board;
            })
        .onComplete(
            done -> {
              watched.looking.set(false);
              if (done.failed() && !(done.cause() instanceof Workers.Saturated)) {
                complain(projectId, done.cause());
              }
            });
  }

  private static void complain(long projectId, Throwable why) {
    if (why instanceof DbException db && db.isAway()) {
      LOG.debug("live pages of project {} wait for the database", projectId);
    } else {
      LOG.error("live pages of project {} failed; next try in {}", projectId, EVERY, why);
    }
  }

  /** A page that cannot be shown must not keep the others of its project from being live. */
  private void showOrEnd(Stream stream, Board board) {
    try {
      show(stream, board);
    } catch (RuntimeException e) {
      LOG.error("a live page failed; its browser comes again", e);
      stream.context.runOnContext(v -> endQuietly(stream.response));
    }
  }

  private void show(Stream stream, Board board) {
    if (!stream.isOpen() || stream.isBehind()) {
      return; // what it did not take now, it is shown later: the lens remembers only what it sent
    }
    List<Lens.Frame> frames = stream.lens.look(board);
    if (!frames.isEmpty()) {
      StringBuilder text = new StringBuilder();
      frames.forEach(frame -> text.append(frame.text()));
      stream.send(text.toString());
    }
  }

  private void beat() {
    for (Watched watched : watched().values()) {
      for (Stream stream : watched.streams) {
        // A browser that does not read gets nothing more: what waits for it sits in our memory. On
        // its connection nothing moves, so the server cuts it in its time; then it comes again.
        if (!stream.isBehind()) {
          stream.send(": still here\n\n");
        }
      }
    }
  }

  /** Ends all streams; browsers come again where another dashboard is. */
  @Override
  public void close() {
    timers.forEach(vertx::cancelTimer);
    watched()
        .values()
        .forEach(w -> w.streams.forEach(s -> s.context.runOnContext(v -> endQuietly(s.response))));
  }

  private static void endQuietly(HttpServerResponse response) {
    if (!response.ended() && !response.closed()) {
      response.end();
    }
  }
}
