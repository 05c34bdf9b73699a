package dev.tocsin.ping.apply;

import dev.tocsin.ping.pg.Backoff;
import dev.tocsin.ping.pg.PgTrouble;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said while applying fails, and how long to wait before the next try: a line when it
 * begins, one now and then while it goes on, and one when it is over. For the applier's thread.
 */
final class Setbacks {

  private static final Logger log = LoggerFactory.getLogger(Applier.class);

  /** A failure that goes on is told of again after this. */
  private static final long REPEAT_LOG_NANOS = Duration.ofSeconds(60).toNanos();

  private final Backoff backoff;
  private volatile @Nullable String why; // while nothing can be applied
  private long loggedAt;

  /**
   * @param longest from one try to the next
   */
  Setbacks(Duration longest) {
    this.backoff = new Backoff(Duration.ofMillis(20), longest);
  }

  /** It failed; returns how long to wait before the next try. */
  Duration next(Throwable failure) {
    long now = System.nanoTime();
    boolean expected = failure instanceof VertxException;
    boolean lost = expected && PgTrouble.isConnection(failure); // the pool tells of those, and once
    boolean first = why == null && !lost;
    if (first || (why != null && now - loggedAt > REPEAT_LOG_NANOS)) {
      loggedAt = now;
      if (expected) {
        log.warn("applying failed, trying again: {}", PgTrouble.line(failure));
      } else {
        log.error("applying failed by a fault of ours or of the disk, trying again", failure);
      }
    }
    log.debug("applying failed", failure);
    if (first) {
      why = PgTrouble.line(failure);
    }
    return backoff.next();
  }

  /** It worked. */
  void over() {
    if (why != null) {
      why = null;
      log.info("applying works again");
    }
    backoff.reset();
  }

  /** What people have to look into: that nothing can be applied, and why. Thread-safe. */
  Optional<String> trouble() {
    return Optional.ofNullable(why).map(it -> "nothing can be applied: " + it);
  }
}
