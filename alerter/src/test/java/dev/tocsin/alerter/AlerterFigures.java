package dev.tocsin.alerter;

import dev.tocsin.alerter.delivery.Delivery.Site;
import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.incidents.IncidentWatch;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.store.TestPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Figures, not promises: run on request ({@code -Dtest=AlerterFigures}), on a machine that does
 * nothing else. The database is the one of {@link TestPostgres}, without fsync.
 */
class AlerterFigures {

  private static final int CHECKS = 100_000;
  private static final int OVERDUE = 10_000;

  private final World world = new World();
  private final Receiver.All receivers = new Receiver.All();

  @AfterEach
  void close() {
    world.close();
  }

  /**
   * Counted here, since asking the database again and again would be the larger part of the work.
   */
  private final AtomicInteger flips = new AtomicInteger();

  private final AtomicInteger deliveries = new AtomicInteger();
  private final Queue<Duration> lags = new ConcurrentLinkedQueue<>();

  private final AlerterMetrics metrics =
      new AlerterMetrics() {
        @Override
        public void flipped(int count) {
          flips.addAndGet(count);
        }

        @Override
        public void fannedOut(int count) {
          deliveries.addAndGet(count);
        }

        @Override
        public void alertLag(Duration lag) {
          lags.add(lag);
        }
      };

  private Alerter start(Duration settle) {
    AlerterConfig usual =
        AlerterConfig.defaults(
            new Site("Tocsin", URI.create("https://t.example"), URI.create("https://t.example/p/")),
            Optional.of(world.config));
    AlerterConfig config =
        new AlerterConfig(
            usual.site(),
            usual.listen(),
            usual.poll(),
            usual.upkeepPoll(),
            usual.stuckAfter(),
            settle,
            usual.overdueBatch(),
            usual.fanOutBatch(),
            usual.delivery(),
            usual.flaps(),
            usual.upkeep(),
            usual.streams(),
            usual.blind(),
            usual.watchdog());
    return Alerter.start(
        config,
        world.db,
        world.secrets,
        receivers::kind,
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30),
        metrics);
  }

  /** Checks that are up; the first of them missed their deadline a minute ago. */
  private void checks(int count, int overdue) {
    world.run(
        """
        INSERT INTO checks (project_id, name, timeout, grace)
        SELECT p.id, 'check ' || n, '1 h', '5 min' FROM projects p, generate_series(1, ?) n
        """,
        count);
    world.run(
        """
        INSERT INTO check_state (check_id, status, n_pings, last_ping, deadline, wake_at)
        SELECT id, 'up', 1, due - interval '65 min', due, due
          FROM (SELECT id, now() + CASE WHEN row_number() OVER (ORDER BY id) <= ?
                  THEN interval '-1 min' ELSE random() * interval '1 h' + interval '5 min' END AS due
                  FROM checks) c
        """,
        overdue);
    world.run(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua)
        SELECT check_id, 1, last_ping, 'success', 'http', 'GET', '' FROM check_state
        """);
    world.run("ANALYZE");
  }

  @Test
  void ten_thousand_of_a_hundred_thousand_checks_go_down_and_reach_ten_channels() {
    long[] channels = new long[10];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = world.channel("group", "mail " + i);
    }
    checks(CHECKS, OVERDUE);
    for (int i = 0; i < channels.length; i++) {
      world.run(
          "INSERT INTO check_channels SELECT id, ? FROM checks WHERE id % 10 = ?", channels[i], i);
    }
    world.stream(World.now());
    try (Alerter alerter = start(Duration.ZERO)) {
      long began = System.nanoTime();
      Cpu cpu = cpu();
      Await.until("all are flipped", () -> flips.get() == OVERDUE);
      report("all flips", began);
      Await.until("all are fanned out", () -> deliveries.get() == OVERDUE);
      report("all deliveries", began);
      AtomicInteger named = new AtomicInteger();
      for (int i = 0; i < channels.length; i++) {
        Receiver receiver = receivers.of("mail " + i);
        Await.until("told", () -> !receiver.taken.isEmpty());
        receiver.taken.forEach(alert -> named.addAndGet(alert.news().size()));
      }
      report("first message of each channel, naming %d".formatted(named.get()), began);
      System.out.println(cpu().since(cpu));
    }
  }

  /** How late people are told, from the deadline to the first attempt, of all that goes down. */
  @Test
  void alert_lag_when_ten_thousand_of_a_hundred_thousand_expire_in_one_second() {
    for (int i = 0; i < 10; i++) {
      world.channel("group", "mail " + i);
    }
    checks(CHECKS, 0);
    world.run(
        "INSERT INTO check_channels SELECT c.id, ch.id FROM checks c JOIN channels ch"
            + " ON ch.name = 'mail ' || c.id % 10");
    Instant first = World.now().plusSeconds(10);
    world.run(
        """
        UPDATE check_state s SET deadline = d.due, wake_at = d.due, last_ping = d.due - interval '65 min'
          FROM (SELECT id, ?::timestamptz + random() * interval '1 s' AS due
                  FROM (SELECT id FROM checks ORDER BY id LIMIT ?) expiring) d
         WHERE s.check_id = d.id
        """,
        first,
        OVERDUE);
    world.run("ANALYZE");
    UUID stream = world.stream(World.now());
    Thread listener = new Thread(() -> listen(stream));
    listener.start();
    try (Alerter alerter = start(Duration.ZERO)) {
      Await.until("the deadlines come", () -> World.now().isAfter(first));
      Cpu cpu = cpu();
      Await.until("all are told of", () -> lags.size() >= OVERDUE);
      System.out.println(cpu().since(cpu));
    } finally {
      listener.interrupt();
    }
    List<Duration> sorted = lags.stream().sorted().toList();
    int messages = 0;
    for (int i = 0; i < 10; i++) {
      messages += receivers.of("mail " + i).taken.size();
    }
    System.out.printf(
        "alert lag of %d in %d messages: median %s, p99 %s, longest %s%n",
        sorted.size(),
        messages,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100),
        sorted.get(sorted.size() - 1));
  }

  /** What silences, windows, dependencies, reminders and steps cost those who hand flips over. */
  @Test
  void ten_thousand_flips_are_handed_over_among_silences_and_dependencies() {
    checks(CHECKS, 0);
    long hook = world.channel("group", "hook");
    world.run("INSERT INTO check_channels SELECT id, ? FROM checks", hook);
    world.run("UPDATE checks SET tags = 'a b t' || id % 300");
    world.run(
        """
        INSERT INTO silences (project_id, tag, author, starts_at, ends_at)
        SELECT p.id, 't' || n, 'me', now() - interval '1 h', now() + interval '1 h'
          FROM projects p, generate_series(1, 100) n
        """);
    world.run(
        """
        INSERT INTO maintenance (project_id, tag, author, kind, schedule, tz, lasts)
        SELECT p.id, 'm' || n, 'me', 'cron', n || ' 2 * * 1', 'Europe/Riga', interval '1 h'
          FROM projects p, generate_series(1, 50) n
        """);
    world.run("INSERT INTO check_depends SELECT id, id - 50000 FROM checks WHERE id > 50000");
    world.run("UPDATE channels SET remind_every = interval '1 h'");
    world.run("ANALYZE");
    for (String flip : new String[] {"'up', 'down'", "'down', 'up'"}) {
      world.run(
          "INSERT INTO flips (check_id, at, old_status, new_status, reason) SELECT id, now(), "
              + flip
              + ", 'fail' FROM checks WHERE id > 50000 ORDER BY id LIMIT ?",
          OVERDUE);
      DeliveryRows rows = new DeliveryRows(3, Duration.ofSeconds(30));
      Flapping flapping = new Flapping(FlapLimits.DEFAULTS);
      FanOut fanOut = new FanOut(world.db, 1_000, rows, flapping, () -> {}, metrics);
      long began = System.nanoTime();
      while (fanOut.runOnce()) {}
      report("handed over " + flip, began);
      IncidentWatch watch = new IncidentWatch(world.db, 1_000, rows, () -> {}, metrics);
      began = System.nanoTime();
      while (watch.runOnce()) {}
      report("looked after", began);
    }
  }

  private void listen(UUID stream) {
    while (!Thread.currentThread().isInterrupted()) {
      world.heardThrough(stream, World.now());
      LockSupport.parkNanos(250_000_000);
    }
  }

  @Test
  void a_thousand_webhooks_to_a_fast_receiver() {
    long hook = world.channel("single", "hook");
    checks(1_000, 1_000);
    world.run("INSERT INTO check_channels SELECT id, ? FROM checks", hook);
    world.stream(World.now());
    receivers.of("hook").answer =
        alert -> {
          LockSupport.parkNanos(2_000_000); // a round trip on a local network
          return Receiver.OK;
        };
    long began = System.nanoTime();
    Cpu cpu = cpu();
    try (Alerter alerter = start(Duration.ZERO)) {
      Await.until("all are told", () -> receivers.of("hook").taken.size() == 1_000);
      report("1,000 webhooks, from the start of the alerter", began);
      System.out.println(cpu().since(cpu));
    }
  }

  @Test
  void idle_with_a_hundred_thousand_checks() {
    checks(CHECKS, 0);
    world.stream(World.now());
    try (Alerter alerter = start(Duration.ZERO)) {
      LockSupport.parkNanos(Duration.ofSeconds(15).toNanos()); // the first sweep of the upkeep
      Cpu cpu = cpu();
      LockSupport.parkNanos(Duration.ofSeconds(20).toNanos());
      System.out.println("idle for 20 s: " + cpu().since(cpu));
    }
  }

  /**
   * Seconds of CPU that this JVM and the server's processes have used: on a busy machine that says
   * more than a clock.
   */
  private Cpu cpu() {
    long jvm =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime();
    return new Cpu(
        jvm / 1e9,
        world.texts("SELECT pid::text AS t FROM pg_stat_activity").stream()
            .mapToDouble(AlerterFigures::cpuOf)
            .sum());
  }

  private record Cpu(double jvm, double postgres) {
    String since(Cpu was) {
      return "CPU: JVM %.2f s, Postgres %.2f s".formatted(jvm - was.jvm, postgres - was.postgres);
    }
  }

  private static double cpuOf(String pid) {
    try {
      String[] fields = Files.readString(Path.of("/proc", pid, "stat")).split(" ", -1);
      return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
    } catch (IOException e) {
      return 0; // not Linux, or it has just ended
    }
  }

  private static void report(String what, long began) {
    System.out.printf("%s: %d ms%n", what, (System.nanoTime() - began) / 1_000_000);
  }
}
