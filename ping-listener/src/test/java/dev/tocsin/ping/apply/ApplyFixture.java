package dev.tocsin.ping.apply;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import dev.tocsin.ping.PgConfig;
import dev.tocsin.ping.journal.Correction;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.InstallationNote;
import dev.tocsin.ping.journal.StampClock;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.Postgres;
import dev.tocsin.ping.pg.TcpProxy;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fresh database behind a proxy, and appliers that write to it. */
final class ApplyFixture implements AutoCloseable {

  static final Instant T0 = Instant.parse("2026-11-20T08:00:00Z");

  final DbConfig config = TestPostgres.freshDatabase();
  final Db db = Db.open(config);
  final Vertx vertx = Vertx.vertx();
  final TcpProxy proxy;
  final long project;
  private final Path journalDir;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  ApplyFixture(Path journalDir) throws IOException {
    this.journalDir = journalDir;
    String host = config.hosts().get(0);
    this.proxy = new TcpProxy(Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)));
    this.project = project("key", 20);
  }

  long project(String pingKey, int checkLimit) {
    return one(
        "INSERT INTO projects (name, ping_key, check_limit) VALUES ('p', ?, ?) RETURNING id",
        pingKey,
        checkLimit);
  }

  /** A check that expects a ping every hour, with five minutes of grace. */
  UUID check(String slug) {
    return db.first(
            "a check",
            """
            WITH c AS (INSERT INTO checks (project_id, slug, timeout, grace)
                       VALUES (?, ?, interval '3600 s', interval '300 s') RETURNING id, code),
                 s AS (INSERT INTO check_state (check_id) SELECT id FROM c)
            SELECT code FROM c
            """,
            row -> row.uuid("code"),
            project,
            slug)
        .orElseThrow();
  }

  /** The first column of the only row, a number. */
  long one(String sql, @Nullable Object... parameters) {
    return db.first(
            "one", "WITH q(v) AS (" + sql + ") SELECT v FROM q", row -> row.number("v"), parameters)
        .orElseThrow();
  }

  /** All rows of a query that gives one text column {@code v}. */
  List<String> texts(String sql, @Nullable Object... parameters) {
    return db.query("texts", sql, row -> row.string("v"), parameters);
  }

  PgConfig pgConfig() {
    return pgConfig(List.of("127.0.0.1:" + proxy.port()), false);
  }

  PgConfig pgConfig(List<String> hosts, boolean behindPooler) {
    return new PgConfig(
        hosts,
        config.database(),
        config.user(),
        config.password(),
        PgConfig.TlsMode.DISABLE,
        Optional.empty(),
        Optional.empty(),
        true,
        behindPooler,
        Duration.ofSeconds(2));
  }

  static ApplierConfig applierConfig(int maxRecords) {
    return new ApplierConfig(
        "node",
        "127.0.0.1:0",
        maxRecords,
        8 << 20,
        Duration.ofSeconds(4),
        Duration.ofMillis(50),
        Duration.ofSeconds(1),
        Duration.ZERO,
        Duration.ofMillis(200),
        1_000,
        1_000);
  }

  /** As {@link #applierConfig(int)}, for a node of several that takes its time to settle. */
  static ApplierConfig applierConfig(String node, int maxRecords, Duration settle) {
    ApplierConfig is = applierConfig(maxRecords);
    return new ApplierConfig(
        node,
        is.address(),
        is.maxRecords(),
        is.maxBytes(),
        is.batchTimeout(),
        is.heartbeatEvery(),
        is.heartbeatTimeout(),
        settle,
        is.retryPause(),
        is.cachedChecks(),
        is.knownTargets());
  }

  Running start(MemoryJournal journal, int maxRecords) {
    return start(journal, maxRecords, pgConfig(), List.of());
  }

  Running start(MemoryJournal journal, int maxRecords, PgConfig pgConfig, List<Source.Gone> gone) {
    return start(journal, applierConfig(maxRecords), pgConfig, gone);
  }

  Running start(
      MemoryJournal journal, ApplierConfig config, PgConfig pgConfig, List<Source.Gone> gone) {
    Running running = new Running(this, journal, config, pgConfig, gone);
    started.push(running);
    return running;
  }

  static Source.Gone gone(MemoryJournal journal, Instant first, Runnable retired) {
    return new Source.Gone(
        journal,
        () -> first,
        () -> journal.mark().through(),
        Optional::empty,
        () -> true,
        position -> {},
        retired,
        () -> false,
        () -> {});
  }

  static HeardPing ping(UUID code, PingKind kind) {
    return ping(new Target.ByCode(code), kind, "");
  }

  static HeardPing ping(Target target, PingKind kind, String body) {
    return ping(target, kind, body, null);
  }

  static HeardPing ping(Target target, PingKind kind, String body, @Nullable RunId run) {
    return new HeardPing(
        target,
        kind,
        null,
        run,
        "http",
        "GET",
        "192.0.2.1",
        "curl/8",
        body.getBytes(StandardCharsets.UTF_8));
  }

  static void await(String what, BooleanSupplier condition) {
    await(what, Duration.ofMinutes(2), condition);
  }

  static void await(String what, Duration longest, BooleanSupplier condition) {
    long until = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("not within " + longest + ": " + what);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  @Override
  public void close() throws Exception {
    while (!started.isEmpty()) {
      started.pop().close();
    }
    proxy.close();
    db.close();
    vertx.close().await();
  }

  /** What an applier counted. */
  static final class Counted implements ApplyMetrics {
    final AtomicInteger afterRetirement = new AtomicInteger();

    @Override
    public void afterRetirement(int pings) {
      afterRetirement.addAndGet(pings);
    }
  }

  /** An applier and what it told. */
  static final class Running implements AutoCloseable {
    final MemoryJournal journal;
    final Postgres postgres;
    final Bell bell = new Bell();
    final Applier applier;
    final Counted metrics = new Counted();
    final Map<Long, Applied> exceptions = new ConcurrentHashMap<>();
    final Set<Long> answered = ConcurrentHashMap.newKeySet();
    volatile long through;

    Running(
        ApplyFixture fixture,
        MemoryJournal journal,
        ApplierConfig config,
        PgConfig pgConfig,
        List<Source.Gone> gone) {
      this.journal = journal;
      this.postgres = new Postgres(fixture.vertx, () -> pgConfig);
      Deque<List<Source.Gone>> once = new ArrayDeque<>(List.of(gone));
      Supplier<List<Source.Gone>> adopt = () -> once.isEmpty() ? List.of() : once.pop();
      this.applier =
          Applier.start(
              config,
              postgres,
              new Source.Live(
                  journal,
                  journal::opened,
                  () -> Correction.NONE,
                  journal::mark,
                  position -> {},
                  adopt),
              new InstallationNote(fixture.journalDir),
              new CensusFile(fixture.journalDir),
              StampClock.system(event -> {}),
              bell,
              new Applier.Listener() {
                @Override
                public boolean answered(long position) {
                  return answered.contains(position);
                }

                @Override
                public void applied(long end, List<Settled> settled) {
                  settled.forEach(one -> exceptions.put(one.position(), one.result()));
                  through = end;
                }
              },
              metrics);
    }

    void awaitApplied() {
      bell.ring();
      ApplyFixture.await("everything applied", () -> through >= journal.end());
    }

    @Override
    public void close() {
      applier.close();
      postgres.close();
    }
  }
}
