package dev.tocsin.ping.apply;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.Entry;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.Postgres;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers whether a target exists, for requests that never become a ping. Asks the database each
 * time, since it may be gone or have a namesake by now. One after the other.
 */
final class LookUps {

  /** Nobody waits longer for an error message. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  /** A flood of malformed requests must not pile up; past this they hear that it failed. */
  private static final int MOST_WAITING = 256;

  private final Postgres postgres;
  private final KnownTargets known;
  private final Context context;
  private final AtomicInteger waiting = new AtomicInteger();

  LookUps(Postgres postgres, KnownTargets known) {
    this.postgres = postgres;
    this.known = known;
    this.context = postgres.context();
  }

  Future<Applied> ask(Target target) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture("too many look-ups are waiting");
    }
    return context
        .executeBlocking(() -> find(target), true)
        .onComplete(done -> waiting.decrementAndGet());
  }

  private Applied find(Target target) {
    Lease lease = Blocking.get(postgres.lease(TIMEOUT), TIMEOUT.multipliedBy(2));
    Work work = new Work(lease, TIMEOUT);
    try {
      HeardPing none =
          new HeardPing(target, PingKind.LOG, null, null, "", "", null, "", new byte[0]);
      Entry entry = new Entry(0, 0, Instant.EPOCH, none);
      Targets targets = new Targets(List.of(entry), new Recent<>(1));
      targets.find(work);
      work.commit();
      return judge(targets, entry);
    } catch (RuntimeException e) {
      work.giveUp(e);
      throw e;
    }
  }

  private Applied judge(Targets targets, Entry entry) {
    long id = targets.idOf(entry);
    if (id == Targets.SEVERAL) {
      return Applied.AMBIGUOUS;
    }
    if (id == Targets.NONE) {
      return Applied.NOT_FOUND;
    }
    known.add(entry.ping().target());
    return targets.madeBy(entry) ? Applied.CREATED : Applied.RECORDED;
  }
}
