package dev.tocsin.ping.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.ping.PgConfig;
import dev.tocsin.ping.PgConfig.TlsMode;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresTest {

  private static final Duration USE = Duration.ofSeconds(5);

  private final DbConfig config = TestPostgres.freshDatabase();
  private final Vertx vertx = Vertx.vertx();
  private TcpProxy proxy;
  private Postgres postgres;

  @BeforeEach
  void open() throws IOException {
    String host = config.hosts().get(0);
    proxy = new TcpProxy(Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)));
    postgres = new Postgres(vertx, () -> config(TlsMode.DISABLE, false));
  }

  @AfterEach
  void close() throws IOException {
    postgres.close();
    proxy.close();
    vertx.close().await();
  }

  private PgConfig config(TlsMode tls, boolean behindPooler, String... before) {
    List<String> hosts =
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(before),
                java.util.stream.Stream.of("127.0.0.1:" + proxy.port()))
            .toList();
    return new PgConfig(
        hosts,
        config.database(),
        config.user(),
        config.password(),
        tls,
        Optional.empty(),
        Optional.empty(),
        true,
        behindPooler,
        Duration.ofSeconds(1));
  }

  private static int one(Postgres on) throws TimeoutException {
    await("connected", () -> on.epoch() > 0 && !on.away());
    Lease lease = on.lease(USE).await(10, TimeUnit.SECONDS);
    int got =
        lease
            .connection()
            .preparedQuery("SELECT 1")
            .execute()
            .await(10, TimeUnit.SECONDS)
            .iterator()
            .next()
            .getInteger(0);
    lease.release();
    return got;
  }

  private static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(until);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void a_connection_is_used_again() throws TimeoutException {
    one(postgres);
    long epoch = postgres.epoch();
    for (int i = 0; i < 10; i++) {
      assertThat(one(postgres)).isEqualTo(1);
    }
    assertThat(postgres.epoch()).isEqualTo(epoch);
  }

  @Test
  void a_use_that_takes_too_long_loses_its_connection() throws TimeoutException {
    one(postgres);
    Lease lease = postgres.lease(Duration.ofMillis(300)).await(10, TimeUnit.SECONDS);
    var slow = lease.connection().query("SELECT pg_sleep(60)").execute();
    assertThatThrownBy(() -> slow.await(5, TimeUnit.SECONDS))
        .isNotInstanceOf(TimeoutException.class);
    lease.release();
    assertThat(one(postgres)).isEqualTo(1);
  }

  @Test
  void a_silent_server_fails_whatever_is_on_its_way_when_the_time_is_over()
      throws TimeoutException {
    one(postgres);
    proxy.freeze();
    Lease lease = postgres.lease(Duration.ofMillis(800)).await(10, TimeUnit.SECONDS);
    var sent =
        List.of(
            lease.connection().query("BEGIN").execute(),
            lease.connection().preparedQuery("SELECT 2").execute(),
            lease.connection().preparedQuery("SELECT 1").execute(),
            lease.connection().query("COMMIT").execute());
    for (var answer : sent) {
      assertThatThrownBy(() -> answer.await(20, TimeUnit.SECONDS))
          .isInstanceOf(VertxException.class);
    }
  }

  @Test
  void an_idle_connection_that_died_silently_is_noticed_and_replaced() throws TimeoutException {
    one(postgres);
    long epoch = postgres.epoch();
    proxy.freeze();
    await("noticed", postgres::away);
    proxy.heal();
    await("back", () -> !postgres.away());
    assertThat(postgres.epoch()).isGreaterThan(epoch);
    assertThat(one(postgres)).isEqualTo(1);
  }

  @Test
  void while_it_is_away_everybody_hears_so_at_once_and_of_its_return() throws TimeoutException {
    AtomicInteger back = new AtomicInteger();
    postgres.onBack(back::incrementAndGet);
    one(postgres);
    int before = back.get();
    proxy.down();
    await("away", postgres::away);
    long asked = System.nanoTime();
    Future<Lease> refused = postgres.lease(USE);
    assertThatThrownBy(() -> refused.await(1, TimeUnit.SECONDS)).isInstanceOf(PgAway.class);
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
    proxy.heal();
    await("back", () -> !postgres.away());
    await("told", () -> back.get() > before);
    assertThat(one(postgres)).isEqualTo(1);
  }

  @Test
  void a_host_that_refuses_or_says_nothing_is_passed_over() throws Exception {
    try (TcpProxy silent = new TcpProxy(proxy.port())) {
      silent.freeze();
      String refusing = "127.0.0.1:1";
      PgConfig three = config(TlsMode.DISABLE, false, refusing, "127.0.0.1:" + silent.port());
      Postgres other = new Postgres(vertx, () -> three);
      try {
        assertThat(one(other)).isEqualTo(1);
      } finally {
        other.close();
      }
    }
  }

  @Test
  void a_server_that_takes_no_writes_is_refused_until_it_does() throws TimeoutException {
    String alter = "ALTER DATABASE " + config.database() + " SET default_transaction_read_only = ";
    try (Db db = Db.open(config)) {
      db.update("from the next connection on", alter + "on");
      Postgres other = new Postgres(vertx, () -> config(TlsMode.DISABLE, false));
      await("refused", other::away);
      db.transaction(
          "writable again",
          tx -> {
            tx.update("this one too", "SET TRANSACTION READ WRITE");
            return tx.update("as it was", alter + "off");
          });
      await("accepted", () -> !other.away());
      assertThat(one(other)).isEqualTo(1);
      other.close();
    }
  }

  @Test
  void tls_that_is_preferred_does_without_and_tls_that_is_required_does_not()
      throws TimeoutException {
    for (TlsMode mode : List.of(TlsMode.ALLOW, TlsMode.PREFER)) {
      Postgres other = new Postgres(vertx, () -> config(mode, false));
      assertThat(one(other)).as(mode.name()).isEqualTo(1);
      other.close();
    }
    for (TlsMode mode : List.of(TlsMode.REQUIRE, TlsMode.VERIFY_CA, TlsMode.VERIFY_FULL)) {
      Postgres other = new Postgres(vertx, () -> config(mode, false));
      await(mode + " without TLS", other::away);
      other.close();
    }
  }

  @Test
  void without_named_statements_for_a_pooler_it_works_as_well() throws TimeoutException {
    Postgres pooled = new Postgres(vertx, () -> config(TlsMode.DISABLE, true));
    for (int i = 0; i < 3; i++) {
      assertThat(one(pooled)).isEqualTo(1);
    }
    Lease lease = pooled.lease(USE).await(10, TimeUnit.SECONDS);
    assertThat(
            lease
                .connection()
                .query("SELECT count(*)::int FROM pg_prepared_statements")
                .execute()
                .await()
                .iterator()
                .next()
                .getInteger(0))
        .isZero();
    lease.release();
    pooled.close();
  }

  @Test
  void a_password_is_never_printed() {
    PgConfig secret =
        new PgConfig(
            List.of("db:5432"),
            "tocsin",
            "listener",
            "hunter2",
            TlsMode.DISABLE,
            Optional.empty(),
            Optional.empty(),
            true,
            false,
            Duration.ofSeconds(1));
    assertThat(secret.toString()).isEqualTo("listener@db:5432/tocsin");
  }
}
