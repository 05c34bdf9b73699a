package dev.tocsin.roles;

import dev.tocsin.alerter.Alerter;
import dev.tocsin.alerter.OperatorWatch;
import dev.tocsin.alerter.operators.Condition;
import dev.tocsin.alerter.operators.Conditions;
import dev.tocsin.alerter.operators.Drift;
import dev.tocsin.alerter.operators.Fullness;
import dev.tocsin.alerter.operators.MixedFleet;
import dev.tocsin.alerter.operators.OperatorsConfig;
import dev.tocsin.alerter.operators.Trouble;
import dev.tocsin.channels.Channels;
import dev.tocsin.ping.PingListener;
import dev.tocsin.selfwatch.Strained;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.AckLinks;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Watches this process for the people who run it. It starts before everything that may be in
 * trouble, and each part adds what is to be looked at.
 */
final class OperatorsPart {

  /** A journal that is merely kept full of old pings is not in trouble; one that waits is. */
  private static final double WAITING_SECONDS = 10;

  /** Who restarts a fleet, or edits settings, is at it for a while, and knows. */
  private static final Duration ROLLING_RESTART = Duration.ofMinutes(10);

  private final Settings settings;
  private final MeterRegistry registry;
  private final String node;
  private final Db db;
  private final List<Condition> conditions = new CopyOnWriteArrayList<>();

  private OperatorsPart(Base base, Db db) {
    this.settings = base.settings;
    this.registry = base.registry;
    this.node = Sections.nodeName(base.settings);
    this.db = db;
  }

  /**
   * Starts to watch.
   *
   * @param db of its own: others may use up theirs
   * @param box with the secret key, where this process has it
   * @param own watches the settings
   */
  static OperatorsPart start(
      Base base, Role role, Db db, Optional<SecretBox> box, SettingsPart own) {
    OperatorsPart part = new OperatorsPart(base, db);
    part.conditions.add(Conditions.databaseAway(db, part.node));
    part.conditions.add(new Drift(db).inDatabase());
    part.conditions.addAll(own.conditions(part.node, ROLLING_RESTART));
    Disks disks = Disks.of(base.settings, role);
    part.conditions.add(new Fullness("disk", part.node, () -> disks.used(0)));
    part.conditions.add(new Fullness("database's disk", part.node, () -> disks.used(1)));
    part.conditions.add(base.answers);
    part.conditions.add(base.certificates);
    part.conditions.add(new Strained(role.command(), part.node, base.loads));
    Channels channels =
        base.app.add(
            "the operators' channels", new Channels(Sections.operatorChannels(base.settings)));
    OperatorsConfig config = OperatorContacts.config(base.settings, channels);
    OperatorWatch watch =
        OperatorWatch.start(
            box.map(it -> config.withAckLinks(new AckLinks(it, base.settings.siteUrl())))
                .orElse(config),
            db,
            () -> part.conditions);
    base.app.add("the watch for operators", watch);
    if (role != Role.PING_LISTENER) { // a listener is ready while it hears
      base.readiness.add("operators", watch::notReady);
    }
    return part;
  }

  /** Watches the listener of this process, too. */
  void add(PingListener listener) {
    conditions.add(new Trouble("ping-listener", node, () -> troubles(listener)));
    double max = settings.get(Keys.JOURNAL_MAX_BYTES);
    conditions.add(
        new Fullness(
            "journal",
            node,
            () ->
                gauge("tocsin.apply.lag.seconds") < WAITING_SECONDS
                    ? 0
                    : gauge("tocsin.journal.bytes") / max));
  }

  /** What only people can mend: the database's absence has a condition of its own. */
  private List<String> troubles(PingListener listener) {
    List<String> lines = new CopyOnWriteArrayList<>(listener.trouble());
    lines.removeIf(line -> line.contains("Postgres is away"));
    listener.notReady().stream()
        .filter(line -> line.startsWith("journal: "))
        .forEach(line -> lines.add(line + "; pings are answered 503"));
    double damaged = gauge("tocsin.journal.damaged");
    if (damaged > 0) {
      lines.add(
          "%.0f ranges of the journal cannot be read and were set aside: tocsin journal verify"
              .formatted(damaged));
    }
    return lines;
  }

  /** Watches the alerter of this process, too. */
  void add(Alerter alerter) {
    conditions.addAll(Conditions.ofAlerter(db, alerter::stillStreams));
    MixedFleet mixed = new MixedFleet(db);
    registry.gauge("tocsin.processes.mixed", mixed, MixedFleet::size);
    conditions.add(mixed.lasting(ROLLING_RESTART).inDatabase());
    alerter.canaryAbsent().ifPresent(conditions::add);
  }

  private double gauge(String name) {
    Gauge gauge = registry.find(name).gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }
}
