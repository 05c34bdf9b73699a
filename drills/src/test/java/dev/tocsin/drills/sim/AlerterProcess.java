package dev.tocsin.drills.sim;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.blind.BlindLimits;
import dev.tocsin.alerter.delivery.Delivery.Site;
import dev.tocsin.alerter.delivery.DeliveryLimits;
import dev.tocsin.alerter.delivery.FollowUp;
import dev.tocsin.alerter.delivery.SteppedDelivery;
import dev.tocsin.alerter.fanout.BusyLanes;
import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.incidents.IncidentWatch;
import dev.tocsin.alerter.mail.OwnerLetters;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.alerter.overdue.BlindScan;
import dev.tocsin.alerter.overdue.OverdueScan;
import dev.tocsin.alerter.overdue.SteppedScan;
import dev.tocsin.alerter.streams.SteppedWatch;
import dev.tocsin.alerter.streams.SteppedWatch.Says;
import dev.tocsin.alerter.streams.StreamLimits;
import dev.tocsin.alerter.streams.StreamWatch;
import dev.tocsin.channels.ChannelKind;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.SecretBox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** An alerter: the real steps, called by the timeline instead of threads. */
final class AlerterProcess extends SimProcess {

  private static final Duration POLL = Duration.ofSeconds(2);

  /** Where a scan or a fan-out hurries those that come after it. */
  private static final Duration SLOW_POLL = Duration.ofSeconds(5);

  private static final BlindLimits BLIND =
      new BlindLimits(SLOW_POLL, Duration.ofMinutes(1), Duration.ofMinutes(10), 50, 100);

  /** As usual, but for a patience that a run of less than an hour can exhaust. */
  private static final StreamLimits STREAMS =
      StreamLimits.DEFAULTS.withRetireAfter(Duration.ofMinutes(2));

  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(20);
  private static final int BATCH = 1_000;

  private static final Site SITE =
      new Site("Sim", URI.create("https://sim.test"), URI.create("https://sim.test/ping"));

  final Door door;
  private final Db db;
  private final SecretBox secrets;
  private final Random random;
  private final Map<String, Provider> providers;
  private final List<Node> nodes;
  private final Duration settle;
  private final Map<String, Integer> retired = new TreeMap<>();
  private final List<RuntimeException> bugs = new ArrayList<>();
  private final List<Instant> interruptions = new ArrayList<>();
  private Duration slowness = Duration.ZERO;
  private List<BooleanSupplier> steps = List.of();

  AlerterProcess(
      String name,
      Timeline time,
      EventLog log,
      VirtualPostgres postgres,
      SecretBox secrets,
      Random random,
      Map<String, Provider> providers,
      List<Node> nodes,
      Duration settle) {
    super(name, time, log);
    this.door = new Door(postgres);
    this.db = door.db();
    this.secrets = secrets;
    this.random = random;
    this.providers = providers;
    this.nodes = nodes;
    this.settle = settle;
  }

  @Override
  void begin() {
    SteppedDelivery delivery =
        new SteppedDelivery(
            db,
            secrets,
            this::kind,
            SITE,
            DeliveryLimits.DEFAULTS,
            SEND_TIMEOUT,
            time::nanos,
            random,
            this::later,
            this::takes,
            bugs::add);
    Watching metrics = new Watching();
    Runnable deliver = () -> once(delivery::runOnce);
    Runnable hurry = () -> later(Duration.ZERO, deliver);
    Flapping flapping = new Flapping(FlapLimits.DEFAULTS);
    DeliveryLimits limits = DeliveryLimits.DEFAULTS;
    BusyLanes busy = new BusyLanes(db, limits.breakerAfter(), hurry, time::nanos);
    DeliveryRows rows = new DeliveryRows(limits.breakerAfter(), limits.shortestWindow(), busy::add);
    FanOut fanOut = new FanOut(db, BATCH, rows, flapping, hurry, AlerterMetrics.NONE);
    Runnable handOver = () -> once(fanOut::runOnce);
    OverdueScan scan =
        SteppedScan.of(
            db,
            settle,
            POLL,
            BATCH,
            fanOut,
            () -> later(Duration.ZERO, handOver),
            metrics,
            time::nanos);
    BlindScan blind = new BlindScan(db, settle, BLIND, hurry, AlerterMetrics.NONE, time::nanos);
    IncidentWatch incidents = new IncidentWatch(db, BATCH, rows, hurry, AlerterMetrics.NONE);
    FollowUp followUp = new FollowUp(db, flapping, new OwnerLetters(secrets, SITE.url()));
    StreamWatch watch =
        SteppedWatch.of(db, STREAMS, metrics, time::nanos, (node, stream) -> says(node, stream));
    loop(scan::runOnce, POLL, 0);
    loop(watch::runOnce, POLL, 0);
    List<BooleanSupplier> slow =
        List.of(
            blind::runOnce,
            incidents::runOnce,
            followUp::runOnce,
            fanOut::runOnce,
            busy::runOnce,
            delivery::runOnce);
    slow.forEach(step -> loop(step, SLOW_POLL, 0));
    steps = Stream.concat(Stream.<BooleanSupplier>of(scan::runOnce), slow.stream()).toList();
  }

  private Says says(String address, UUID stream) {
    return nodes.stream()
        .filter(node -> node.name.equals(address))
        .findFirst()
        .map(node -> node.says(stream))
        .orElse(Says.SILENT);
  }

  private Optional<ChannelKind> kind(String code) {
    return Optional.of(new ProviderKind(code, providers, name));
  }

  private Duration takes() {
    List<Provider> all = List.copyOf(providers.values());
    return all.get(random.nextInt(all.size())).takes();
  }

  private void loop(BooleanSupplier step, Duration poll, int failures) {
    boolean more = false;
    int failed = 0;
    try {
      more = step.getAsBoolean();
    } catch (DbException e) {
      failed = failures + 1;
    } catch (RuntimeException e) {
      bugs.add(e);
      failed = failures + 1;
    }
    int inRow = failed;
    later(pause(more, poll, failed), () -> loop(step, poll, inRow));
  }

  private Duration pause(boolean more, Duration poll, int failed) {
    if (failed > 0) {
      Duration wait = Duration.ofMillis(250L << Math.min(failed, 5));
      return wait.compareTo(LONGEST_BACK_OFF) < 0 ? wait : LONGEST_BACK_OFF;
    }
    return more ? Duration.ofMillis(1) : poll.plus(slowness);
  }

  private void once(BooleanSupplier step) {
    try {
      if (step.getAsBoolean()) {
        later(Duration.ZERO, () -> once(step));
      }
    } catch (DbException e) {
      log.say("%s is refused", name); // its loop tries again
    } catch (RuntimeException e) {
      bugs.add(e);
    }
  }

  /** Does one of its steps at once, if it can do anything: also while another is at its own. */
  void comesBetween(Random chance) {
    if (isAwake()) {
      once(steps.get(chance.nextInt(steps.size())));
    }
  }

  /** Every round takes as long from now on. */
  void slow(Duration by) {
    slowness = by;
  }

  /** It was killed or stopped: what it has sent just now it may not have written down. */
  void interrupted() {
    interruptions.add(time.now());
  }

  boolean wasInterrupted(Instant from, Instant to) {
    return interruptions.stream().anyMatch(at -> !at.isBefore(from) && !at.isAfter(to));
  }

  /** How many streams it retired, by reason. */
  Map<String, Integer> retired() {
    return retired;
  }

  List<RuntimeException> bugs() {
    return bugs;
  }

  private final class Watching implements AlerterMetrics {
    @Override
    public void streamRetired(String why) {
      retired.merge("streams retired: " + why, 1, Integer::sum);
      log.say("%s retires a stream: %s", name, why);
    }

    @Override
    public void setAside() {
      bugs.add(new IllegalStateException("a check was set aside"));
    }
  }
}
