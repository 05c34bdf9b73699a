package dev.tocsin.dashboard;

import dev.tocsin.channels.Channels;
import dev.tocsin.channels.ChannelsConfig;
import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.channels.email.SmtpConfig;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.NewProject;
import dev.tocsin.dashboard.people.ProjectLimits;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.Processes.Running;
import dev.tocsin.store.Processes.Self;
import dev.tocsin.store.SecretBox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A dashboard on a port of its own, with a database of its own. */
public final class TestDashboard implements AutoCloseable {

  /** Nobody calls it: letters wait in their rows. */
  private static final SmtpConfig MAIL_SERVER =
      SmtpConfig.of(
          "127.0.0.1",
          25,
          SmtpConfig.Tls.NONE,
          Optional.empty(),
          "tocsin@example.org",
          Optional.empty());

  /** Tests ask no name server of the world. */
  private static final InetSocketAddress NOBODY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

  /** Where nobody listens. */
  private static final List<String> NOWHERE = List.of("127.0.0.1:1");

  public final Db db;
  public final SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private final Vertx vertx = Vertx.vertx();
  public final Channels channels =
      new Channels(new ChannelsConfig(Optional.of(MAIL_SERVER), OutboundConfig.DEFAULT, "Tocsin"));
  private final Dashboard dashboard;
  private final HttpServer server;
  private final DbConfig config;
  private volatile DbConfig reached;

  public TestDashboard(DbConfig config) {
    this(config, 0);
  }

  /**
   * @param port 0: any free one
   */
  public TestDashboard(DbConfig config, int port) {
    this(
        config,
        port,
        DashboardConfig.of("http://127.0.0.1:" + port, Optional.of(() -> config), 8)
            .withMail("ping.example")
            .withNameServer(NOBODY));
  }

  /**
   * @param port 0: any free one
   * @param settings of this installation
   */
  public TestDashboard(DbConfig config, int port, DashboardConfig settings) {
    this.config = config;
    this.reached = config;
    this.db = Db.open(() -> reached);
    this.dashboard =
        Dashboard.start(
            settings, vertx, db, secrets, channels, new SimpleMeterRegistry(), TestDashboard::here);
    this.server =
        await(
            vertx.createHttpServer().requestHandler(dashboard.handler()).listen(port, "127.0.0.1"));
  }

  private static Running here() {
    Self self =
        new Self(
            new UUID(0, 1),
            "web1",
            "up",
            "0.1.0",
            "d3adb33f",
            "17",
            "2025b",
            "aaaa",
            "bbbb",
            Map.of(),
            "[]");
    String state =
        """
        {"not_ready": ["dashboard: the database does not answer"], "trouble": [], "journal":
          {"stream": "x", "end": 9, "bytes": 1048576, "max_bytes": 4194304, "lag_ms": 75000}}
        """;
    return new Running(self, Instant.now(), Duration.ofSeconds(90), true, state);
  }

  /** Postgres goes away: no connection is left, and none is made. */
  public void away() {
    reached =
        new DbConfig(
            NOWHERE,
            config.database(),
            config.user(),
            config.password(),
            config.properties(),
            config.poolSize(),
            config.connectTimeout());
    try (Db other = Db.open(config)) {
      other.query(
          "cutting connections",
          """
          SELECT pg_terminate_backend(pid) AS cut FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()
          """,
          row -> row.flag("cut"));
    }
  }

  /** And comes back. */
  public void back() {
    reached = config;
  }

  private static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** All routes of pages, as {@code METHOD path}, with variables as they were given. */
  public Set<String> routes() {
    Set<String> routes = new TreeSet<>();
    for (Route route : dashboard.pages().getRoutes()) {
      if (route.methods() != null && route.getPath() != null) {
        route.methods().forEach(method -> routes.add(method + " " + route.getPath()));
      }
    }
    return routes;
  }

  public int port() {
    return server.actualPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  public Account account(String email) {
    return ((NewAccount.Made) new Accounts(db).create(email, "correct horse", "cli")).account();
  }

  public NewProject project(String name, Account owner) {
    return new Projects(db, ProjectLimits.USUAL.withChecks(100_000))
        .create(name, owner)
        .orElseThrow();
  }

  /** The letters that wait for somebody, oldest first. */
  public List<PersonalLetter> letters(String email) {
    return db.query(
        "reading letters",
        "SELECT letter FROM account_mail WHERE recipient = ? ORDER BY id",
        row -> PersonalLetter.ofBytes(secrets.open(row.bytes("letter"))),
        email);
  }

  /** The newest letter to somebody with this subject, once it is there. */
  public PersonalLetter letter(String email, String subject) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < end) {
      Optional<PersonalLetter> newest =
          letters(email).stream()
              .filter(letter -> letter.subject().equals(subject))
              .reduce((one, other) -> other);
      if (newest.isPresent()) {
        return newest.get();
      }
      Thread.onSpinWait();
    }
    throw new AssertionError(
        "no letter \"%s\" to %s, but %s".formatted(subject, email, letters(email)));
  }

  /** The path of the link in a letter. */
  public static String path(PersonalLetter letter) {
    URI url = URI.create(letter.link().orElseThrow().url());
    return url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
  }

  /** A browser in which this account is signed in. */
  public TestBrowser signedIn(Account account) {
    TestBrowser browser = new TestBrowser(url());
    browser.cookie("tocsin", new Sessions(db).open(account, "127.0.0.1", "test browser"));
    return browser;
  }

  @Override
  public void close() {
    await(server.close());
    dashboard.close();
    channels.close();
    await(vertx.close());
    db.close();
  }
}
