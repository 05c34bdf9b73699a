package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.InstallationNote;
import dev.tocsin.ping.journal.Journal;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.PgAway;
import dev.tocsin.ping.pg.Postgres;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the journal's pings into Postgres: one thread, one transaction after the other, streams of
 * earlier starts first, then the one that is being written. Whatever Postgres does, it tries again
 * for ever; nothing is lost by waiting, since the journal holds it.
 */
public final class Applier implements AutoCloseable {

  /** Hears what became of the live stream's pings, on the applier's thread. Must be quick. */
  public interface Listener {

    /**
     * Whether a ping whose check does not exist was answered 200 already. Asked inside the
     * transaction that settles it: after "no", its answer must be left to {@link #applied}.
     */
    boolean answered(long position);

    /**
     * A batch was committed.
     *
     * @param through every ping of the live stream that ends at or before this position is settled
     * @param exceptions those of them, in position order, that were not simply recorded; the same
     *     ping may be told of again after the database came back older
     */
    void applied(long through, List<Settled> exceptions);
  }

  private static final Logger log = LoggerFactory.getLogger(Applier.class);

  /** How often a wait for the database looks whether it is back. */
  private static final Duration AWAY_PAUSE = Duration.ofMillis(100);

  /** How long a close waits for a transaction, and again after its connection was cut. */
  private static final Duration CLOSE_PAUSE = Duration.ofMillis(1_500);

  private final ApplierConfig config;
  private final Postgres postgres;
  private final Bell bell;
  private final ApplierSteps steps;
  private final LookUps lookUps;
  private final CensusTaker census;
  private final Setbacks setbacks;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private volatile long drainUntil; // nanoTime; 0: not draining

  private Applier(
      ApplierConfig config,
      Postgres postgres,
      Bell bell,
      ApplierSteps steps,
      KnownTargets known,
      CensusFile file) {
    this.config = config;
    this.postgres = postgres;
    this.bell = bell;
    this.steps = steps;
    this.lookUps = new LookUps(postgres, known);
    this.census = new CensusTaker(postgres, known.census(), file, steps::rightDatabase);
    this.setbacks = new Setbacks(config.retryPause());
    this.thread = new Thread(this::run, "tocsin-applier");
    thread.setDaemon(true); // a close that had to cut it off must not hold up the exit
    postgres.onBack(bell::ring);
    thread.start();
  }

  /**
   * Starts applying. Never fails because Postgres is away.
   *
   * @param bell the one that the journal rings after each group ({@code onSynced})
   * @param journalDir where the installation's id is noted, and which checks there are
   * @param clock anchored to the database's time at each connect
   */
  public static Applier start(
      ApplierConfig config,
      Postgres postgres,
      Journal journal,
      Path journalDir,
      StampClock clock,
      Bell bell,
      Listener listener,
      ApplyMetrics metrics) {
    return start(
        config,
        postgres,
        Source.Live.of(journal),
        new InstallationNote(journalDir),
        new CensusFile(journalDir),
        clock,
        bell,
        listener,
        metrics);
  }

  static Applier start(
      ApplierConfig config,
      Postgres postgres,
      Source.Live live,
      InstallationNote note,
      CensusFile file,
      StampClock clock,
      Bell bell,
      Listener listener,
      ApplyMetrics metrics) {
    KnownTargets known = new KnownTargets(config.knownTargets());
    ApplierSteps steps =
        new ApplierSteps(
            config, postgres, live, new Installation(note), clock, bell, listener, metrics, known);
    return new Applier(config, postgres, bell, steps, known, file);
  }

  /**
   * Waits until the stream is known to the database, so that no alert is decided without it.
   *
   * @return false if the database is away or {@code longest} has passed: then it is registered
   *     later, and the alerter's settling time makes up for it
   */
  public boolean awaitRegistered(Duration longest) throws InterruptedException {
    long until = System.nanoTime() + longest.toNanos();
    while (!steps.registered().await(20, TimeUnit.MILLISECONDS)) {
      if (postgres.away() || System.nanoTime() > until) {
        return false;
      }
    }
    return true;
  }

  /** Whether there is no connection to Postgres, nor hope for one just now. */
  public boolean databaseAway() {
    return postgres.away();
  }

  /** How far the database says that this process has heard; 1970 if it was never asked. */
  public Instant heardThrough() {
    return steps.heardThrough();
  }

  /** The age of the oldest ping that is on disk and not applied; zero if there is none. */
  public Duration lag() {
    return steps.lag();
  }

  /** How many pings a minute some projects may send. Cheap, never blocks. */
  public Quotas quotas() {
    return census.quotas();
  }

  /** Whether this target is known to exist. Cheap, never blocks; "no" means "not that I know". */
  public boolean knows(Target target) {
    return steps.known().contains(target);
  }

  /** Whether this target surely is no check's. Cheap, never blocks; "no" means "it may be". */
  public boolean rulesOut(Target target) {
    return steps.known().rulesOut(target);
  }

  /** Checks whose codes were read from the database. */
  public int countedChecks() {
    return steps.known().census().size();
  }

  /**
   * Whether a target exists, for requests that are refused only then; makes the check if it says
   * {@code create=1}.
   *
   * @return {@link Applied#RECORDED} for "exists", {@link Applied#CREATED}, {@link
   *     Applied#NOT_FOUND} or {@link Applied#AMBIGUOUS}; fails if Postgres cannot be asked
   */
  public Future<Applied> lookUp(Target target) {
    return steps.wrongDatabase()
        ? Future.failedFuture("this is not the database that knows")
        : lookUps.ask(target);
  }

  /** What people have to look into, one line each: a stopped stream, a wrong database. */
  public List<String> trouble() {
    List<String> lines = new ArrayList<>(steps.trouble());
    setbacks.trouble().ifPresent(lines::add);
    return lines;
  }

  private void run() {
    while (stop.getCount() > 0) {
      long drain = drainUntil;
      if (drain != 0 && (System.nanoTime() > drain || postgres.away())) {
        break;
      }
      if (drain != 0) {
        steps.hurry();
      }
      try {
        boolean more = steps.runOnce();
        setbacks.over();
        if (!more && drain != 0 && steps.finish()) {
          break;
        }
        if (!more) {
          bell.await(config.heartbeatEvery());
        }
      } catch (PgAway away) {
        pause(AWAY_PAUSE);
      } catch (RuntimeException | Error e) {
        // An Error too: a thread that ends by one would leave every ping unapplied, untold.
        steps.retried();
        pause(setbacks.next(e));
      }
    }
    steps.release();
  }

  private void pause(Duration pause) {
    try {
      log.trace("paused: {}", stop.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      stop.countDown();
    }
  }

  /**
   * Applies what is left, closes the stream in the database and stops. The journal must be sealed
   * before. With Postgres away it stops at once and the stream stays open: the next start sends it.
   *
   * @param longest after which it stops in any case, within three seconds more
   * @return whether the stream is applied to its end and closed
   */
  public boolean drain(Duration longest) throws InterruptedException {
    drainUntil = System.nanoTime() + longest.toNanos();
    bell.ring();
    thread.join(longest.toMillis());
    close();
    return steps.closed();
  }

  /**
   * Stops after the transaction that is on its way, if that does not take long; what is left stays
   * in the journal.
   */
  @Override
  public void close() {
    census.close();
    stop.countDown();
    bell.ring();
    try {
      thread.join(CLOSE_PAUSE.toMillis());
      if (thread.isAlive()) {
        steps.cut();
        thread.join(CLOSE_PAUSE.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
