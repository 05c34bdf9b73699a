package dev.tocsin.ping;

import dev.tocsin.ping.apply.ApplierConfig;
import dev.tocsin.ping.http.PingLimits;
import dev.tocsin.ping.pg.TcpProxy;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A listener on a real server, with a real journal and a real Postgres behind a proxy. */
final class ListenerFixture implements AutoCloseable {

  static final String KEY = "Zx_9-kEyOfTheProject22";

  final DbConfig config = TestPostgres.freshDatabase();
  final Db db = Db.open(config);
  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final TcpProxy proxy;
  final long project;
  private final Path journalDir;
  private @Nullable PingListener listener;
  private @Nullable HttpServer server;

  ListenerFixture(Path journalDir) throws IOException {
    this.journalDir = journalDir;
    String host = config.hosts().get(0);
    this.proxy = new TcpProxy(Integer.parseInt(host.substring(host.lastIndexOf(':') + 1)));
    this.project =
        one(
            "INSERT INTO projects (name, ping_key, check_limit) VALUES ('p', ?, 20) RETURNING id AS v",
            KEY);
  }

  ListenerFixture start() {
    return start(UnaryOperator.identity());
  }

  ListenerFixture start(UnaryOperator<ListenerConfig> change) {
    return start(change, true);
  }

  /** Starts it, and says that its port is open, or not yet. */
  ListenerFixture start(UnaryOperator<ListenerConfig> change, boolean opened) {
    listener = PingListener.start(change.apply(listenerConfig()), vertx, registry);
    HttpServerOptions options = new HttpServerOptions().setHandle100ContinueAutomatically(true);
    HttpServer http = vertx.createHttpServer(options).requestHandler(listener.rootHandler());
    server = get(http.listen(0, "127.0.0.1"));
    if (opened) {
      listener.opened();
    }
    return this;
  }

  ListenerConfig listenerConfig() {
    ListenerConfig defaults =
        ListenerConfig.defaults(journalDir, "node", "127.0.0.1:0", pgConfig(proxy.port()));
    ApplierConfig was = defaults.applying();
    ApplierConfig impatient =
        new ApplierConfig(
            was.node(),
            was.address(),
            was.maxRecords(),
            was.maxBytes(),
            Duration.ofSeconds(
                3), // of the ten that a batch may take: a silent server is noticed so
            was.heartbeatEvery(),
            Duration.ofSeconds(1),
            was.settle(),
            was.retryPause(),
            was.cachedChecks(),
            was.knownTargets());
    return new ListenerConfig(
        defaults.database(), defaults.journal(), impatient, defaults.limits(), defaults.proxies());
  }

  PgConfig pgConfig(int port) {
    return new PgConfig(
        List.of("127.0.0.1:" + port),
        config.database(),
        config.user(),
        config.password(),
        PgConfig.TlsMode.DISABLE,
        Optional.empty(),
        Optional.empty(),
        true,
        false,
        Duration.ofSeconds(2));
  }

  static ListenerConfig with(ListenerConfig config, PingLimits limits) {
    return new ListenerConfig(
        config.database(), config.journal(), config.applying(), limits, config.proxies());
  }

  PingListener listener() {
    return Objects.requireNonNull(listener);
  }

  int port() {
    return Objects.requireNonNull(server).actualPort();
  }

  RawClient client() throws IOException {
    return new RawClient(port());
  }

  /** One GET on a connection of its own. */
  RawClient.Reply get(String path) throws IOException {
    try (RawClient client = client()) {
      return client.ask("GET", path);
    }
  }

  /** A new check that expects a ping every hour. */
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

  /** A check whose existence the listener knows of, with one ping. */
  UUID knownCheck(String slug) throws IOException {
    UUID code = check(slug);
    RawClient.Reply reply = get("/ping/" + code);
    if (reply.status() != 200) {
      throw new IllegalStateException("first ping answered " + reply);
    }
    return code;
  }

  /** The number {@code v} of the only row. */
  long one(String sql, @Nullable Object... parameters) {
    return db.first("one", sql, row -> row.number("v"), parameters).orElseThrow();
  }

  /** All rows of a query that gives one text column {@code v}. */
  List<String> texts(String sql, @Nullable Object... parameters) {
    return db.query("texts", sql, row -> row.string("v"), parameters);
  }

  /**
   * Waits until all that was answered is in Postgres: on a slow machine the answer to a known check
   * comes first.
   */
  ListenerFixture settled() {
    await("all applied", () -> listener().journal().lag().isZero());
    return this;
  }

  /** The bodies of a check's pings in the order of n; each n is there, from 1 on. */
  List<String> bodies(UUID code) {
    List<String> rows =
        texts(
            """
            SELECT n || ':' || coalesce(convert_from(body, 'UTF8'), '') AS v
              FROM pings JOIN checks ON id = check_id WHERE code = ? ORDER BY n
            """,
            code);
    for (int i = 0; i < rows.size(); i++) {
      if (!rows.get(i).startsWith((i + 1) + ":")) {
        throw new AssertionError("n with gaps: " + rows.get(i) + " at " + (i + 1));
      }
    }
    return rows.stream().map(row -> row.substring(row.indexOf(':') + 1)).toList();
  }

  /** 1 while the listener says that Postgres is away. */
  double database() {
    return registry.get("tocsin.database.away").gauge().value();
  }

  double count(String metric, String tag, String value) {
    var counter = registry.find(metric).tag(tag, value).counter();
    return counter == null ? 0 : counter.count();
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("in vain waited for: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Closes the listener, as the program would: the server stays open until the end. */
  void stop() {
    listener().close();
    listener = null;
  }

  @Override
  public void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
    proxy.close(); // first: a frozen link would keep its connection, and that would keep Vert.x
    get(vertx.close());
    db.close();
  }

  static <T> T get(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
