package dev.tocsin.drills.harness;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.status.PageChanges;
import dev.tocsin.dashboard.status.PageEdit;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One Tocsin with all of its parts, a Postgres that it does not run itself, and a wire between
 * them. Each of the three can be broken; the drill looks at Postgres by a way of its own.
 */
public final class Scene implements AutoCloseable {

  /** A busy machine takes its time. */
  private static final Duration START = Duration.ofMinutes(3);

  private static final String STATUS_PAGE = "/status/drill";
  private static final Duration BACK = Duration.ofSeconds(90);

  private final Path dir;
  private final ExternalPostgres postgres;
  private TcpProxy wire;
  private final Map<String, String> settings;
  private final int port = FreePort.next();
  private final Db db;
  private TocsinProcess tocsin;
  private final Api api;

  private Scene(Path dir, ExternalPostgres postgres, Map<String, String> settings) {
    this.dir = dir;
    this.postgres = postgres;
    this.wire = TcpProxy.to(postgres.port());
    this.settings = new HashMap<>(settings);
    this.settings.put("TOCSIN_LIMITS_MIN_PERIOD", "1s");
    this.settings.put("TOCSIN_OUTBOUND_ALLOW_PRIVATE", "true");
    this.settings.put("TOCSIN_DATABASE_URL_FILE", dir.resolve("url").toString());
    tellAddress();
    this.db = postgres.open();
    this.tocsin = TocsinProcess.up(data(), port, this.settings).awaitReady(START);
    this.api = Api.createProject(tocsin.site(), data(), this.settings, "drill");
  }

  /**
   * Starts all of it.
   *
   * @param dir empty
   * @param settings besides the database
   */
  public static Scene start(Path dir, Map<String, String> settings) {
    ExternalPostgres postgres = ExternalPostgres.create(dir.resolve("pg"));
    postgres.start();
    return new Scene(dir, postgres, settings);
  }

  /** The data directory of the program. */
  public Path data() {
    return dir.resolve("data");
  }

  public ExternalPostgres postgres() {
    return postgres;
  }

  public TcpProxy wire() {
    return wire;
  }

  /** Postgres, past the wire. */
  public Db db() {
    return db;
  }

  public Api api() {
    return api;
  }

  public TocsinProcess tocsin() {
    return tocsin;
  }

  public int port() {
    return port;
  }

  /** Starts the program again after it was killed, without waiting for it. */
  public TocsinProcess startAgain() {
    tocsin = TocsinProcess.up(data(), port, settings);
    return tocsin;
  }

  /** Runs a command of the program beside it. */
  public String run(String... arguments) {
    return TocsinProcess.run(data(), settings, arguments);
  }

  /** Makes checks of the project; see {@link Database#manyChecks}. */
  public List<UUID> checks(int count, int periodSeconds, int graceSeconds) {
    return Database.manyChecks(db, api.projectCode(), count, periodSeconds, graceSeconds);
  }

  /** See {@link SilentJobs#make}. */
  public SilentJobs silentJobs(
      AlertReceiver people, int count, int periodSeconds, int graceSeconds) {
    return SilentJobs.make(
        db, data(), api.projectCode(), people, count, periodSeconds, graceSeconds);
  }

  /** Makes a status page of the project's checks, and waits until it is served; its path. */
  public String statusPage() {
    long project =
        db.first(
                "finding the project",
                "SELECT id FROM projects WHERE code = ?",
                row -> row.number("id"),
                api.projectCode())
            .orElseThrow();
    new PageChanges(db, tocsin.site().toString(), tocsin.site() + "/ping/")
        .create(project, PageEdit.named("Drill"), "cli")
        .orElseThrow();
    Await.that("the page", START, () -> tocsin.status(STATUS_PAGE) == 200);
    return STATUS_PAGE;
  }

  /** Makes an account that owns the project, and signs it in; the cookie of its session. */
  public String signIn() {
    Account account =
        ((NewAccount.Made) new Accounts(db).create("ada@example.org", "correct horse", "cli"))
            .account();
    db.update(
        "joining",
        """
        INSERT INTO members (project_id, account_id, role)
        SELECT id, ?, 'owner' FROM projects WHERE code = ? ON CONFLICT DO NOTHING
        """,
        account.id(),
        api.projectCode());
    return "tocsin=" + new Sessions(db).open(account, "127.0.0.1", "drill");
  }

  /** The database moves to another port, and the file with its address says so. */
  public void moveDatabase() {
    TcpProxy before = wire;
    wire = TcpProxy.to(postgres.port());
    tellAddress();
    before.close();
  }

  private void tellAddress() {
    Path file = dir.resolve("url");
    try {
      Path next = Files.writeString(dir.resolve("url.new"), postgres.url(wire.port()));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code kill -9} of Postgres, which its keeper starts again; returns once it answers. */
  public void killPostgres() {
    Ledger ledger = new Ledger(db);
    Optional<Instant> before = ledger.serverStart();
    postgres.kill();
    // Processes of a killed server may answer for a moment yet.
    Await.that(
        "another server answers",
        BACK,
        () -> ledger.serverStart().isPresent() && !ledger.serverStart().equals(before));
  }

  /**
   * Waits, while pings go on, until what was accepted a moment ago is applied; returns how long it
   * took. Called when the fault is over.
   */
  public static Duration awaitCaughtUp(Ledger ledger, Load load, Duration atMost) {
    long began = System.nanoTime();
    Await.that(
        "backlog gone",
        atMost,
        () -> {
          long accepted = load.accepted();
          Await.pause(Duration.ofMillis(100));
          return ledger.countIfThere().orElse(-1) >= accepted;
        });
    return Duration.ofNanos(System.nanoTime() - began);
  }

  @Override
  public void close() {
    wire.silent(false);
    wire.slow(Duration.ZERO);
    tocsin.close();
    db.close();
    wire.close();
    postgres.close();
  }
}
