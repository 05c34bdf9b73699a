package dev.tocsin.alerter;

import dev.tocsin.alerter.Loops.Outlets;
import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.streams.StreamWatch;
import dev.tocsin.alerter.watchdog.Watchdog;
import dev.tocsin.channels.Channels;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.SecretBox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerter: finds missed deadlines, makes deliveries of flips, brings them to people, and keeps
 * the database tidy. Any number of processes may run one on the same database.
 *
 * <p>Its {@link Loops} meet in rows and hurry each other. A lost database stops none of them; they
 * wait for it.
 */
public final class Alerter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Alerter.class);

  /** Everything ends within this, whatever hangs. */
  private static final Duration CLOSE = Duration.ofMillis(7_800);

  private final Loops loops;

  private Alerter(Loops loops) {
    this.loops = loops;
  }

  /** Starts; never fails because Postgres is away. */
  public static Alerter start(
      AlerterConfig config, Db db, SecretBox secrets, Channels channels, MeterRegistry registry) {
    Outlets outlets =
        new Outlets(
            channels::kind,
            channels.postbox(),
            Optional.of(channels.outbound()),
            Channels.SEND_TIMEOUT);
    Alerter alerter = start(config, db, secrets, outlets, new MicrometerMetrics(registry));
    Thread rehearsal =
        new Thread(() -> alerter.rehearse(config.settle(), db, channels), "alerter-rehearsal");
    rehearsal.setDaemon(true);
    rehearsal.start();
    return alerter;
  }

  /** The same with channels from elsewhere, and without rehearsing. */
  static Alerter start(
      AlerterConfig config, Db db, SecretBox secrets, Outlets outlets, AlerterMetrics metrics) {
    Alerter alerter = new Alerter(new Loops(config, db, secrets, outlets, metrics));
    alerter.loops.all().forEach(Loop::start);
    log.info("alerter started");
    return alerter;
  }

  /** While nothing is believed overdue anyhow, and when the start itself is over. */
  private void rehearse(Duration settle, Db db, Channels channels) {
    try {
      Thread.sleep(settle.dividedBy(3).toMillis());
      db.keepReady();
      loops.rehearsal().run(db);
      channels.rehearse();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DbException e) {
      log.info("not rehearsed, the first messages may need longer: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.warn("not rehearsed, the first messages may need longer", e);
    }
  }

  /**
   * Why the alerter is not doing its work, one line each; empty if it is. Listening for hints is no
   * part of it: the polls do the same work.
   */
  public List<String> notReady() {
    return loops.notReady();
  }

  /** What operators are told of where the whole is tried out. */
  public Optional<Condition> canaryAbsent() {
    return loops.watchdog().map(Watchdog::condition);
  }

  /** Streams that do not move, and so hold alerts up. */
  public List<StreamWatch.StillStream> stillStreams() {
    return loops.streams().still();
  }

  /** Finishes attempts in progress, gives the lanes back, ends; within 8 s. */
  @Override
  public void close() {
    long end = System.nanoTime() + CLOSE.toNanos();
    loops.all().forEach(Loop::stop);
    loops.delivery().close();
    loops.streams().close();
    loops.all().forEach(loop -> loop.awaitEnd(Duration.ofNanos(end - System.nanoTime())));
    loops.hints().ifPresent(Hints::disconnect);
    loops.watchdog().ifPresent(Watchdog::close);
    log.info("alerter stopped");
  }
}
