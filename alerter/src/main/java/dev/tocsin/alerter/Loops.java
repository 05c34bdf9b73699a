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
import dev.tocsin.alerter.overdue.BlindScan;
import dev.tocsin.alerter.overdue.OverdueScan;
import dev.tocsin.alerter.reports.ReportLetters;
import dev.tocsin.alerter.status.StatusCalls;
import dev.tocsin.alerter.status.StatusNews;
import dev.tocsin.alerter.streams.StreamWatch;
import dev.tocsin.alerter.upkeep.Records;
import dev.tocsin.alerter.upkeep.Statistics;
import dev.tocsin.alerter.upkeep.Upkeep;
import dev.tocsin.alerter.watchdog.CanaryKind;
import dev.tocsin.alerter.watchdog.Watchdog;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.channels.Outbound;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.store.ControlRods;
import dev.tocsin.store.Db;
import dev.tocsin.store.RodReader;
import dev.tocsin.store.Rotas;
import dev.tocsin.store.SecretBox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The loops of an alerter, and who wakes whom: a flip wakes the fan-out, a delivery wakes the
 * lanes. Each looks by itself as well, so a wake-up that is lost costs time and nothing else.
 */
final class Loops {

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

  /** For what grows without deliveries; else whoever makes those wakes it. */
  private static final Duration STATISTICS_POLL = Duration.ofMinutes(1);

  private static final ChannelKind CANARY = new CanaryKind();

  private final AlerterConfig config;
  private final Db db;
  private final SecretBox secrets;
  private final AlerterMetrics metrics;
  private final DatabaseLog database = new DatabaseLog();
  private final List<Loop> loops = new ArrayList<>();
  private final Delivery delivery;
  private final StreamWatch streams;
  private final Rehearsal rehearsal;
  private final Optional<Watchdog> watchdog;
  private final Optional<Hints> hints;
  private final Optional<Loop> hintLoop;

  /**
   * Where messages leave.
   *
   * @param kinds the kinds of channels by code
   * @param postbox takes letters about accounts
   * @param outbound calls the webhooks of subscribers; empty: nobody does
   * @param sendTimeout what a channel needs at most for one attempt
   */
  record Outlets(
      Function<String, Optional<ChannelKind>> kinds,
      Optional<Postbox> postbox,
      Optional<Outbound> outbound,
      Duration sendTimeout) {

    private Optional<ChannelKind> kind(String code) {
      return code.equals(CanaryKind.CODE) ? Optional.of(CANARY) : kinds.apply(code);
    }
  }

  Loops(AlerterConfig config, Db db, SecretBox secrets, Outlets outlets, AlerterMetrics metrics) {
    this.config = config;
    this.db = db;
    this.secrets = secrets;
    this.metrics = metrics;
    this.delivery =
        new Delivery(
            db,
            secrets,
            outlets::kind,
            config.site(),
            config.delivery(),
            outlets.sendTimeout(),
            database,
            metrics);
    Loop deliveryLoop = loop("delivery", () -> delivery.pause(config.poll()), delivery::runOnce);
    Flapping flapping = new Flapping(config.flaps());
    delivery.whenFree(deliveryLoop::wake);
    followUp(flapping);
    Loop statistics = loop("statistics", STATISTICS_POLL, new Statistics(db)::runOnce);
    DeliveryRows rows = rows(deliveryLoop);
    FanOut fanOut =
        new FanOut(
            db,
            config.fanOutBatch(),
            rows,
            flapping,
            () -> {
              deliveryLoop.wake();
              statistics.wake();
            },
            metrics);
    this.rehearsal = new Rehearsal(fanOut, delivery);
    Loop fanOutLoop = loop("fan-out", config.poll(), fanOut::runOnce);
    incidents(rows, fanOutLoop, deliveryLoop);
    overdue(fanOut, fanOutLoop, deliveryLoop);
    this.streams = new StreamWatch(db, config.streams(), metrics);
    loop("streams", config.streams().look(), streams::runOnce);
    upkeep();
    loop("account mail", MAIL_POLL, new AccountMail(db, secrets, outlets.postbox())::runOnce);
    List<Loop> core = List.copyOf(loops);
    statusPages(outlets);
    this.watchdog =
        config.watchdog().map(how -> new Watchdog(how, db, secrets, () -> notReady(core)));
    watchdog.ifPresent(it -> loop("watchdog", config.poll(), it::runOnce));

    Map<String, Runnable> wakes =
        Map.of("tocsin_flips", fanOutLoop::wake, "tocsin_lanes", deliveryLoop::wake);
    this.hints = config.listen().map(direct -> new Hints(direct, wakes));
    this.hintLoop = hints.map(it -> unlisted("hints", config::poll, it::runOnce));
  }

  private void followUp(Flapping flapping) {
    FollowUp followUp = new FollowUp(db, flapping, new OwnerLetters(secrets, config.site().url()));
    Loop followUpLoop = loop("follow-up", config.upkeepPoll(), followUp::runOnce);
    delivery.whenConsequent(followUpLoop::wake);
  }

  private DeliveryRows rows(Loop deliveryLoop) {
    int breakerAfter = config.delivery().breakerAfter();
    BusyLanes busy = new BusyLanes(db, breakerAfter, deliveryLoop::wake, System::nanoTime);
    Loop busyLoop = loop("busy lanes", config.poll(), busy::runOnce);
    busy.whenAdded(busyLoop::wake);
    DeliveryRows rows =
        new DeliveryRows(breakerAfter, config.delivery().shortestWindow(), busy::add);
    rows.whenHeld(delivery::lookIn);
    return rows;
  }

  private void incidents(DeliveryRows rows, Loop fanOutLoop, Loop deliveryLoop) {
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
    loop("incidents", config.poll(), incidents::runOnce);
  }

  private void overdue(FanOut fanOut, Loop fanOutLoop, Loop deliveryLoop) {
    OverdueScan overdue =
        new OverdueScan(
            db,
            config.settle(),
            config.poll(),
            config.overdueBatch(),
            Optional.of(fanOut),
            fanOutLoop::wake,
            metrics);
    loop("overdue", overdue::pause, overdue::runOnce);
    BlindScan blind =
        new BlindScan(db, config.settle(), config.blind(), deliveryLoop::wake, metrics);
    loop("blind time", config.blind().look(), blind::runOnce);
  }

  private void upkeep() {
    Upkeep upkeep = new Upkeep(db, config.upkeep(), metrics);
    loop("upkeep", config.upkeepPoll(), upkeep::runOnce);
    loop("records", RECORDS_POLL, new Records(db)::runOnce);
    loop("rotas", ROTA_POLL, this::turnRotas);
  }

  private boolean turnRotas() {
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

  /** Reports and subscribers; not what the watchdog asks about. */
  private void statusPages(Outlets outlets) {
    String siteUrl = config.site().url().toString();
    boolean mail = outlets.postbox().isPresent();
    loop("reports", REPORT_POLL, new ReportLetters(db, secrets, siteUrl, mail)::runOnce);
    RodReader rods = new RodReader(db);
    StatusNews news = new StatusNews(db, secrets, siteUrl, mail);
    loop("news of status pages", MAIL_POLL, unlessPaused(rods, news::runOnce));
    outlets
        .outbound()
        .map(out -> new StatusCalls(db, secrets, siteUrl, out))
        .ifPresent(
            calls -> loop("status page calls", MAIL_POLL, unlessPaused(rods, calls::runOnce)));
  }

  /** What waits while operators have all sending switched off. */
  private static Loop.Step unlessPaused(RodReader rods, Loop.Step step) {
    return () -> !rods.isSet(ControlRods.SENDING) && step.runOnce();
  }

  private Loop loop(String name, Duration pause, Loop.Step step) {
    return loop(name, () -> pause, step);
  }

  private Loop loop(String name, Supplier<Duration> pause, Loop.Step step) {
    Loop loop = unlisted(name, pause, step);
    loops.add(loop);
    return loop;
  }

  private Loop unlisted(String name, Supplier<Duration> pause, Loop.Step step) {
    return new Loop(name, pause, config.stuckAfter(), step, database, metrics);
  }

  /** Every one of them. */
  Stream<Loop> all() {
    return Stream.concat(hintLoop.stream(), loops.stream());
  }

  /** Which are not doing their work, and why, one line each; without listening for hints. */
  List<String> notReady() {
    return notReady(loops);
  }

  private static List<String> notReady(List<Loop> loops) {
    return loops.stream().flatMap(loop -> loop.notReady().stream()).toList();
  }

  Delivery delivery() {
    return delivery;
  }

  StreamWatch streams() {
    return streams;
  }

  Rehearsal rehearsal() {
    return rehearsal;
  }

  Optional<Watchdog> watchdog() {
    return watchdog;
  }

  Optional<Hints> hints() {
    return hints;
  }
}
