package dev.tocsin.dashboard.export;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends files that are made while they are sent, each by a thread of its own, for it waits for its
 * reader: few at a time, and apart from the threads that answer everybody else.
 */
public final class Downloads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);

  /** Each has a connection to the database now and then. */
  private static final int AT_ONCE = 2;

  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0,
          AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          work -> {
            Thread thread = new Thread(work, "dashboard-download");
            thread.setDaemon(true);
            return thread;
          });

  /** Makes a file. */
  @FunctionalInterface
  public interface Maker {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Sends a file as the answer; on the event loop of the response. If two are on their way already,
   * the answer is 503.
   */
  public void send(HttpServerResponse response, String name, Maker maker) {
    Context context = Objects.requireNonNull(Vertx.currentContext(), "an event loop");
    try {
      response
          .setChunked(true)
          .putHeader("Content-Type", "application/zip")
          .putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"")
          .putHeader("Cache-Control", "no-store");
      threads.execute(() -> make(context, response, name, maker));
    } catch (RejectedExecutionException e) {
      response.setChunked(false);
      response.headers().remove("Content-Disposition");
      response
          .setStatusCode(503)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .putHeader("Retry-After", "30")
          .end("Two exports are on their way already. Try again in a while.");
    }
  }

  private static void make(Context context, HttpServerResponse response, String name, Maker maker) {
    ResponseStream out = new ResponseStream(context, response);
    try {
      maker.write(out);
      out.flush();
      context.runOnContext(done -> response.end());
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} was not sent to its end: {}", name, String.valueOf(e.getMessage()));
      // Half a file must not look like a whole one.
      context.runOnContext(broken -> response.reset());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
