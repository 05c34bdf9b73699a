package dev.tocsin.alerter;

import dev.tocsin.alerter.delivery.Delivery;
import dev.tocsin.alerter.delivery.FollowUp;
import dev.tocsin.alerter.fanout.BusyLanes;
import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.incidents.IncidentWatch;
import dev.tocsin.alerter.mail.AccountMail;
import dev.tocsin.alerter.mail.OwnerLetters;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.overdue.BlindScan;
import dev.tocsin.alerter.overdue.OverdueScan;
import dev.tocsin.alerter.reports.ReportLetters;
import dev.tocsin.alerter.status.StatusCalls;
import dev.tocsin.alerter.status.StatusNews;
import dev.tocsin.alerter.streams.StreamWatch;
import dev.tocsin.alerter.upkeep.Records;
import dev.tocsin.alerter.upkeep.Upkeep;
import dev.tocsin.alerter.watchdog.CanaryKind;
import dev.tocsin.alerter.watchdog.Watchdog;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Channels;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.RodReader;
import dev.tocsin.store.Rotas;
import dev.tocsin.store.SecretBox;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerter: finds missed deadlines, makes deliveries of flips, brings them to people, and keeps
 * the database tidy. Any number of processes may run one on the same database.
 *
 * <p>The loops meet in rows and hurry each other: a flip wakes the fan-out, a delivery wakes the
 * lanes. A lost database stops none of them; they wait for it.
 */
public final class Alerter implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Alerter.class);

  /** Everything ends within this, whatever hangs. */
  private static final Duration CLOSE = Duration.ofMillis(7_800);

  /** Open incidents are looked at in small steps: fan-out waits for each. */
  private static final int INCIDENTS_AT_ONCE = 250;

  /** Somebody may be waiting for a letter, and looking costs next to nothing. */
  private static final Duration MAIL_POLL = Duration.ofSeconds(1);

  /** A control rod ends so soon after its time. */
  private static final Duration RECORDS_POLL = Duration.ofSeconds(10);

  /** Whoever makes deliveries of flips turns rotas first; this is for all others. */
  private static final Duration ROTA_POLL = Duration.ofSeconds(1);

  /** Nobody waits for a report to the minute. */
  private static final Duration REPORT_POLL = Duration.ofSeconds(20);

  private final Delivery delivery;
  private final StreamWatch streams;
  private final Optional<Watchdog> watchdog;
  private final List<Loop> loops;
  private final Rehearsal rehearsal;
  private final Optional<Hints> hints;
  private final Optional<Loop> hintLoop;

  private Alerter(
      AlerterConfig config,
      Db db,
      SecretBox secrets,
      Delivery delivery,
      AccountMail mail,
      List<Loop> status,
      Loops make,
      AlerterMetrics metrics) {
    this.delivery = delivery;
    Loop deliveryLoop = make.loop("delivery", config.poll(), delivery::runOnce);
    Flapping flapping = new Flapping(config.flaps());
    FollowUp followUp = new FollowUp(db, flapping, new OwnerLetters(secrets, config.site().url()));
    Loop followUpLoop = make.loop("follow-up", config.upkeepPoll(), followUp::runOnce);
    delivery.whenFree(
        () -> {
          deliveryLoop.wake();
          followUpLoop.wake();
        });
    int breakerAfter = config.delivery().breakerAfter();
    BusyLanes busy = new BusyLanes(db, breakerAfter, deliveryLoop::wake, System::nanoTime);
    Loop busyLoop = make.loop("busy lanes", config.poll(), busy::runOnce);
    busy.whenAdded(busyLoop::wake);
    DeliveryRows rows =
        new DeliveryRows(breakerAfter, config.delivery().shortestWindow(), busy::add);
    FanOut fanOut =
        new FanOut(db, config.fanOutBatch(), rows, flapping, deliveryLoop::wake, metrics);
    this.rehearsal = new Rehearsal(fanOut, delivery);
    Loop fanOutLoop = make.loop("fan-out", config.poll(), fanOut::runOnce);
    IncidentWatch incidents =
        new IncidentWatch(
            db,
            Math.min(config.fanOutBatch(), INCIDENTS_AT_ONCE),
            rows,
            () -> {
              fanOutLoop.wake();
              deliveryLoop.wake();
            },
            metrics);
    Loop incidentLoop = make.loop("incidents", config.poll(), incidents::runOnce);
    OverdueScan overdue =
        new OverdueScan(
            db,
            config.settle(),
            config.poll(),
            config.overdueBatch(),
            Optional.of(fanOut),
            fanOutLoop::wake,
            metrics);
    Loop overdueLoop = make.loop("overdue", config.poll(), overdue::runOnce);
    BlindScan blind =
        new BlindScan(db, config.settle(), config.blind(), deliveryLoop::wake, metrics);
    Loop blindLoop = make.loop("blind time", config.blind().look(), blind::runOnce);
    Upkeep upkeep = new Upkeep(db, config.upkeep(), metrics);
    Loop upkeepLoop = make.loop("upkeep", config.upkeepPoll(), upkeep::runOnce);
    Loop records = make.loop("records", RECORDS_POLL, new Records(db)::runOnce);
    this.streams = new StreamWatch(db, config.streams(), metrics);
    Loop streamLoop = make.loop("streams", config.streams().look(), streams::runOnce);
    Loop rotaLoop = make.loop("rotas", ROTA_POLL, () -> turnRotas(db));
    Loop mailLoop = make.loop("account mail", MAIL_POLL, mail::runOnce);
    List<Loop> all =
        List.of(
            overdueLoop,
            fanOutLoop,
            incidentLoop,
            busyLoop,
            deliveryLoop,
            blindLoop,
            followUpLoop,
            upkeepLoop,
            streamLoop,
            rotaLoop,
            mailLoop,
            records);
    this.watchdog =
        config.watchdog().map(how -> new Watchdog(how, db, secrets, () -> notReady(all)));
    this.loops =
        Stream.concat(
                Stream.concat(all.stream(), status.stream()),
                watchdog.stream().map(it -> make.loop("watchdog", config.poll(), it::runOnce)))
            .toList();

    Map<String, Runnable> wakes =
        Map.of("tocsin_flips", fanOutLoop::wake, "tocsin_lanes", deliveryLoop::wake);
    this.hints = config.listen().map(direct -> new Hints(direct, wakes));
    this.hintLoop = hints.map(it -> make.loop("hints", config.poll(), it::runOnce));
  }

  private static boolean turnRotas(Db db) {
    return db.transaction(
        "turning rotas",
        tx -> {
          tx.first(
                  "asking for rotas that turn",
                  "SELECT now() AS now FROM rotas WHERE turns_at <= now() LIMIT 1",
                  row -> row.instant("now"))
              .ifPresent(now -> Rotas.turnDue(tx, now));
          return false;
        });
  }

  /** Makes loops that differ in what they do and how often. */
  private interface Loops {
    Loop loop(String name, Duration pause, Loop.Step step);
  }

  /** Starts; never fails because Postgres is away. */
  public static Alerter start(
      AlerterConfig config, Db db, SecretBox secrets, Channels channels, MeterRegistry registry) {
    Alerter alerter =
        start(
            config,
            db,
            secrets,
            channels::kind,
            channels.postbox(),
            Optional.of(channels.outbound()),
            Channels.SEND_TIMEOUT,
            new MicrometerMetrics(registry));
    Thread rehearsal =
        new Thread(() -> alerter.rehearse(config.settle(), db, channels), "alerter-rehearsal");
    rehearsal.setDaemon(true);
    rehearsal.start();
    return alerter;
  }

  /** While nothing is believed overdue anyhow, and when the start itself is over. */
  private void rehearse(Duration settle, Db db, Channels channels) {
    try {
      Thread.sleep(settle.dividedBy(3).toMillis());
      db.keepReady();
      rehearsal.run(db);
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
   * The same with channels from elsewhere.
   *
   * @param kinds the kinds of channels by code
   * @param postbox takes letters about accounts
   * @param outbound calls the webhooks of subscribers; empty: nobody does
   * @param sendTimeout what a channel needs at most for one attempt
   */
  static Alerter start(
      AlerterConfig config,
      Db db,
      SecretBox secrets,
      Function<String, Optional<ChannelKind>> kinds,
      Optional<Postbox> postbox,
      Optional<Outbound> outbound,
      Duration sendTimeout,
      AlerterMetrics metrics) {
    DatabaseLog database = new DatabaseLog();
    ChannelKind canary = new CanaryKind();
    Function<String, Optional<ChannelKind>> all =
        code -> code.equals(CanaryKind.CODE) ? Optional.of(canary) : kinds.apply(code);
    Delivery delivery =
        new Delivery(
            db, secrets, all, config.site(), config.delivery(), sendTimeout, database, metrics);
    Loops make =
        (name, pause, step) -> new Loop(name, pause, config.stuckAfter(), step, database, metrics);
    AccountMail mail = new AccountMail(db, secrets, postbox);
    String siteUrl = config.site().url().toString();
    StatusNews news = new StatusNews(db, secrets, siteUrl, postbox.isPresent());
    ReportLetters reports = new ReportLetters(db, secrets, siteUrl, postbox.isPresent());
    List<Loop> status = new ArrayList<>();
    status.add(make.loop("reports", REPORT_POLL, reports::runOnce));
    RodReader rods = new RodReader(db);
    status.add(make.loop("news of status pages", MAIL_POLL, unlessPaused(rods, news::runOnce)));
    outbound
        .map(out -> new StatusCalls(db, secrets, siteUrl, out))
        .ifPresent(
            calls ->
                status.add(
                    make.loop("status page calls", MAIL_POLL, unlessPaused(rods, calls::runOnce))));
    Alerter alerter = new Alerter(config, db, secrets, delivery, mail, status, make, metrics);
    alerter.all().forEach(Loop::start);
    log.info("alerter started");
    return alerter;
  }

  /** What waits while operators have all sending switched off. */
  private static Loop.Step unlessPaused(RodReader rods, Loop.Step step) {
    return () -> !rods.isSet(ControlRods.SENDING) && step.runOnce();
  }

  private Stream<Loop> all() {
    return Stream.concat(hintLoop.stream(), loops.stream());
  }

  /**
   * Why the alerter is not doing its work, one line each; empty if it is. Listening for hints is no
   * part of it: the polls do the same work.
   */
  public List<String> notReady() {
    return notReady(loops);
  }

  private static List<String> notReady(List<Loop> loops) {
    return loops.stream().flatMap(loop -> loop.notReady().stream()).toList();
  }

  /** What operators are told of where the whole is tried out. */
  public Optional<Condition> canaryAbsent() {
    return watchdog.map(Watchdog::condition);
  }

  /** Streams that do not move, and so hold alerts up. */
  public List<StreamWatch.StillStream> stillStreams() {
    return streams.still();
  }

  /** Finishes attempts in progress, gives the lanes back, ends; within 8 s. */
  @Override
  public void close() {
    long end = System.nanoTime() + CLOSE.toNanos();
    all().forEach(Loop::stop);
    delivery.close();
    streams.close();
    all().forEach(loop -> loop.awaitEnd(Duration.ofNanos(end - System.nanoTime())));
    hints.ifPresent(Hints::disconnect);
    watchdog.ifPresent(Watchdog::close);
    log.info("alerter stopped");
  }
}
