package dev.tocsin.alerter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.alerter.blind.BlindLimits;
import dev.tocsin.alerter.delivery.Delivery.Site;
import dev.tocsin.alerter.delivery.DeliveryLimits;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.streams.StreamLimits;
import dev.tocsin.alerter.upkeep.UpkeepLimits;
import dev.tocsin.alerter.watchdog.WatchdogConfig;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All parts together: from a silence to a message. */
class AlerterTest {

  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(20);

  private final World world = new World();
  private final Receiver.All receivers = new Receiver.All();
  private final Receiver hook = receivers.of("hook");
  private final long channel = world.channel("single", "hook");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    world.close();
  }

  private AlerterConfig config(
      Optional<Supplier<DbConfig>> listen, Duration poll, Duration settle) {
    return new AlerterConfig(
        new Site("Tocsin", URI.create("https://t.example"), URI.create("https://t.example/ping/")),
        listen,
        poll,
        Duration.ofMillis(200),
        Duration.ofSeconds(1),
        settle,
        1_000,
        1_000,
        DeliveryLimits.DEFAULTS,
        FlapLimits.DEFAULTS,
        UpkeepLimits.DEFAULTS,
        StreamLimits.DEFAULTS,
        BlindLimits.DEFAULTS,
        Optional.empty());
  }

  @Test
  void a_canary_goes_round_through_the_real_delivery() throws IOException {
    HttpServer outside =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    AtomicInteger rounds = new AtomicInteger();
    outside.createContext(
        "/",
        exchange -> {
          String rid = exchange.getRequestURI().getQuery();
          if (rid == null) {
            rounds.incrementAndGet();
          } else {
            canaryHeard(UUID.fromString(rid.substring("rid=".length())));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    outside.start();
    URI url = URI.create("http://127.0.0.1:" + outside.getAddress().getPort() + "/ping");
    AlerterConfig usual = config(Optional.empty(), Duration.ofMillis(20), Duration.ZERO);
    AlerterConfig watched =
        usual.withWatchdog(
            WatchdogConfig.of(url, Optional.of(url), OutboundConfig.DEFAULT.withAllowPrivate(true))
                .atOnce());
    try (Alerter alerter = start(world.db, watched)) {
      Await.until("a round is told outside", () -> rounds.get() == 1);
      assertThat(alerter.notReady()).isEmpty();
      assertThat(alerter.canaryAbsent().orElseThrow().find()).isEmpty();
    } finally {
      outside.stop(0);
    }
  }

  private void canaryHeard(UUID rid) {
    world.run(
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, rid)
        SELECT c.id, 1, now(), 'success', 'http', 'GET', '', ?
          FROM checks c JOIN projects p ON p.id = c.project_id WHERE p.system
        """,
        rid);
  }

  private Alerter start(Db db, AlerterConfig config) {
    return Alerter.start(
        config,
        db,
        world.secrets,
        new Loops.Outlets(receivers::kind, Optional.empty(), Optional.empty(), SEND_TIMEOUT),
        new MicrometerMetrics(registry));
  }

  @Test
  void a_silence_becomes_a_message_and_a_ping_ends_it() {
    world.stream(World.now().plusSeconds(3_600));
    long check = world.overdue("job", Duration.ofSeconds(30));
    world.assign(check, channel);
    Duration poll = Duration.ofMillis(20);
    try (Alerter alerter = start(world.db, config(Optional.empty(), poll, Duration.ZERO))) {
      Await.until("down is told", () -> hook.told().equals("job down"));
      world.ping(check, PingKind.SUCCESS, World.now());
      Await.until("up is told", () -> hook.told().equals("job down | job up"));
      assertThat(alerter.notReady()).isEmpty();
    }
    Alert.News down = hook.taken.get(0).news().get(0);
    assertThat(down.reason()).isEqualTo("timeout");
    assertThat(hook.taken.get(1).news().get(0).downSince()).contains(down.at());
    assertThat(registry.get("tocsin.alerter.flips").counter().count()).isEqualTo(1);
    assertThat(registry.get("tocsin.alerter.alert.lag").timer().count()).isEqualTo(2);
    assertThat(
            registry.get("tocsin.alerter.attempts").tag("verdict", "Delivered").counter().count())
        .isEqualTo(2);
  }

  @Test
  void a_notification_hurries_what_a_poll_would_find_much_later() {
    Duration poll = Duration.ofMinutes(10);
    long check = world.check("job");
    world.assign(check, channel);
    try (Alerter alerter =
        start(world.db, config(Optional.of(() -> world.config), poll, Duration.ZERO))) {
      Await.until("it listens", this::isListening);
      world.ping(check, PingKind.FAIL, World.now());
      Await.until("down is told", () -> hook.told().equals("job down"));
      world.sendTest(channel);
      Await.until("the test is told", () -> hook.taken.size() == 2);
      assertThat(alerter.notReady()).isEmpty();
    }
  }

  private boolean isListening() {
    return world.one(
            """
            SELECT count(*) AS n FROM pg_stat_activity
             WHERE application_name = 'tocsin-listen' AND state = 'idle'
               AND query LIKE '%LISTEN%' AND datname = current_database()
            """)
        == 1;
  }

  @Test
  void a_lost_database_is_waited_for_and_nothing_goes_down_before_the_streams_had_their_time()
      throws Exception {
    UUID stream = world.stream(World.now().plusSeconds(3_600));
    long missed = world.overdue("missed", Duration.ofSeconds(30));
    world.assign(missed, channel);
    try (TcpProxy proxy = new TcpProxy(world.config);
        Db db = Db.open(proxy.config(Duration.ofMillis(500)))) {
      Duration settle = Duration.ofSeconds(2);
      DbConfig direct = proxy.config(Duration.ofMillis(500));
      try (Alerter alerter =
          start(db, config(Optional.of(() -> direct), Duration.ofMillis(20), settle))) {
        Await.until("down is told", () -> hook.told().equals("missed down"));
        proxy.cut();
        Await.until(
            "it says so",
            () ->
                alerter.notReady().stream()
                    .anyMatch(why -> why.startsWith("overdue: no round was finished for ")));

        // While it was away: a listener that could not register holds the ping of this check.
        long alive = world.overdue("alive", Duration.ofSeconds(30));
        world.assign(alive, channel);
        proxy.heal();
        Await.until("it is ready again", () -> alerter.notReady().isEmpty());
        world.heardThrough(stream, World.now().minusSeconds(60));
        world.ping(alive, PingKind.SUCCESS, World.now().minusSeconds(31));
        world.heardThrough(stream, World.now().plusSeconds(3_600));

        long late = world.overdue("late", Duration.ofSeconds(5));
        world.assign(late, channel);
        Await.until("the next down is told", () -> hook.told().equals("missed down | late down"));
      }
    }
  }

  @Test
  void it_starts_without_a_database_and_ends_in_time() throws Exception {
    try (TcpProxy proxy = new TcpProxy(world.config);
        Db db = Db.open(proxy.config(Duration.ofMillis(500)))) {
      proxy.cut();
      Alerter alerter =
          start(
              db,
              config(
                  Optional.of(() -> proxy.config(Duration.ofMillis(500))),
                  Duration.ofMillis(20),
                  Duration.ZERO));
      Await.until("it says so", () -> alerter.notReady().size() >= 6);
      long before = System.nanoTime();
      alerter.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
      assertThat(alerter.notReady()).contains("overdue: the loop is dead");
    }
  }
}
