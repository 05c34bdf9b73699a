package dev.tocsin.ping.ears;

import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks four times a second, on a thread that waits for nobody, whether this process hears: asks
 * the event loops, and has the journal account for the time that passed. That this thread was not
 * run for seconds is a finding, too.
 */
public final class EarWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EarWatch.class);

  private static final Duration EVERY = Duration.ofMillis(250);

  private final Ears ears;
  private final Runnable account;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "tocsin-ears");

  private EarWatch(Ears ears, Runnable account) {
    this.ears = ears;
    this.account = account;
    thread.setDaemon(true);
  }

  /**
   * Begins to watch.
   *
   * @param vertx of which all event loops are asked: any of them may serve a connection, or accept
   *     it
   * @param account says what the time since the last call was; must not block
   */
  public static EarWatch start(Ears ears, Vertx vertx, Runnable account) {
    VertxInternal inside = (VertxInternal) vertx;
    inside.nettyEventLoopGroup().forEach(loop -> ears.watch(new LoopProbe(loop)));
    inside.acceptorEventLoopGroup().forEach(loop -> ears.watch(new LoopProbe(loop)));
    EarWatch watch = new EarWatch(ears, account);
    ears.watchedAt(System.nanoTime());
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      log.debug("interrupted, watching no more");
    } finally {
      ears.unwatched();
    }
  }

  private void look() {
    try {
      account.run(); // first: it asks when we were here last
    } catch (RuntimeException e) {
      log.error("cannot account for what was heard", e);
    }
    long now = System.nanoTime();
    ears.watchedAt(now);
    ears.ask(now);
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
