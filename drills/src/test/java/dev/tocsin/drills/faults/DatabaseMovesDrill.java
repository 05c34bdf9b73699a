package dev.tocsin.drills.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.drills.harness.Api;
import dev.tocsin.drills.harness.Await;
import dev.tocsin.drills.harness.Certificates;
import dev.tocsin.drills.harness.Database;
import dev.tocsin.drills.harness.DrillRow;
import dev.tocsin.drills.harness.DrillRow.Column;
import dev.tocsin.drills.harness.DrillTable;
import dev.tocsin.drills.harness.ExternalPostgres;
import dev.tocsin.drills.harness.Ledger;
import dev.tocsin.drills.harness.Load;
import dev.tocsin.drills.harness.TocsinProcess;
import dev.tocsin.store.Db;
import dev.tocsin.store.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database moves while 500 pings/s go on: to another port, to another password, to TLS, to
 * another authority in the same file, to client certificates. Nobody restarts Tocsin: the new way
 * is written where the settings name a file or a command. No answer but 200, nothing lost, no false
 * down, and each time the first commit comes within seconds.
 */
@ExtendWith(DrillTable.class)
class DatabaseMovesDrill {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration FIRST_COMMIT = Duration.ofSeconds(10);
  private static final Duration BACKLOG_GONE = Duration.ofSeconds(30);

  @TempDir Path dir;
  private ExternalPostgres postgres;
  private Path url;
  private Path password;
  private Duration longest = Duration.ZERO;

  @BeforeEach
  void prepare() throws IOException {
    postgres = ExternalPostgres.create(dir.resolve("pg"));
    postgres.start();
    url = Files.writeString(dir.resolve("url"), address(""));
    password = Files.writeString(dir.resolve("password"), "first\n");
    try (Db db = postgres.open()) {
      db.update("making a role", "CREATE ROLE app LOGIN PASSWORD 'first'");
      db.update("giving it the database", "ALTER DATABASE tocsin OWNER TO app");
      db.update("and the schema", "ALTER SCHEMA public OWNER TO app");
    }
  }

  @Test
  void pings_go_on_wherever_the_database_moves() throws IOException {
    Map<String, String> settings =
        Map.of(
            "TOCSIN_LIMITS_MIN_PERIOD",
            "1s",
            "TOCSIN_DATABASE_URL_FILE",
            url.toString(),
            "TOCSIN_DATABASE_PASSWORD_COMMAND",
            "cat " + password);
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
        TocsinProcess.up(data, FreePort.next(), settings).awaitReady(START)) {
      Api api = Api.createProject(tocsin.site(), data, settings, "drill");
      List<UUID> checks;
      try (Db db = postgres.open()) {
        checks = Database.manyChecks(db, api.projectCode(), 500, 30, 10);
      }
      try (Load load = Load.start(tocsin.port(), checks, 32, 500)) {
        Await.that("all checks pinged", START, () -> load.accepted() > 1_000);
        anotherPort(load);
        try (Db db = postgres.open()) {
          Ledger ledger = new Ledger(db);
          anotherPassword(db, ledger, load);
          Certificates own = onlyTls(db, ledger, load);
          anotherAuthority(db, ledger, load, own);
          clientCertificates(db, ledger, load);
          load.close();
          ledger.awaitApplied(load, BACKLOG_GONE);
          System.out.printf("database-moves: slowest answer %d ms%n", load.slowest().toMillis());
          Ledger.Balance pings = ledger.balance(load);
          DrillRow.of("database-moves", "port, password, TLS, authority, client certificates")
              .pings(pings)
              .with(Column.FALSE_DOWNS, Database.flipsToDown(db))
              .recovered(longest)
              .mustHold();
          assertThat(load.statuses().keySet()).isEqualTo(Set.of(200));
          assertThat(pings.deviations()).isEmpty();
        }
      }
      Await.that("all parts ready", START, () -> tocsin.status("/readyz") == 200);
      assertThat(tocsin.output()).doesNotContain("first\n", "second", "third");
    } finally {
      postgres.close();
    }
  }

  /** The protection taken away: an environment cannot change, so nothing is found that moved. */
  @Test
  void without_a_place_to_look_a_new_password_needs_a_restart() {
    Map<String, String> settings =
        Map.of("DATABASE_URL", address("").replace("app@", "app:first@"));
    Path data = dir.resolve("data");
    try (TocsinProcess tocsin =
            TocsinProcess.up(data, FreePort.next(), settings).awaitReady(START);
        Db db = postgres.open()) {
      Api api = Api.createProject(tocsin.site(), data, settings, "drill");
      List<UUID> checks = Database.manyChecks(db, api.projectCode(), 10, 30, 10);
      try (Load load = Load.start(tocsin.port(), checks, 2, 20)) {
        Ledger ledger = new Ledger(db);
        Await.that("pings are applied", START, () -> ledger.count() > 0);
        db.update("changing the password", "ALTER ROLE app PASSWORD 'second'");
        hangUp(db);
        Await.pause(Duration.ofSeconds(1));
        long then = ledger.count();
        Await.pause(FIRST_COMMIT);
        assertThat(ledger.count()).isEqualTo(then);
        assertThat(load.statuses().keySet()).isEqualTo(Set.of(200));
        load.close();
        // On disk all of it still is; but nobody finds out where to take it.
        DrillRow.without("database-moves", "an address that is read again")
            .pings(ledger.balance(load))
            .mustShowHarm(Column.LOST);
      }
    } finally {
      postgres.close();
    }
  }

  private void anotherPort(Load load) throws IOException {
    postgres.stop();
    Await.pause(Duration.ofSeconds(2));
    Files.writeString(dir.resolve("pg/port"), FreePort.next() + "\n");
    postgres.start();
    write(url, address(""));
    try (Db db = postgres.open()) {
      awaitCommit("another port", new Ledger(db), load);
    }
  }

  private void anotherPassword(Db db, Ledger ledger, Load load) throws IOException {
    db.update("changing the password", "ALTER ROLE app PASSWORD 'second'");
    hangUp(db);
    Await.pause(Duration.ofSeconds(2)); // first the server, then the settings
    write(password, "second\n");
    awaitCommit("another password", ledger, load);
  }

  private Certificates onlyTls(Db db, Ledger ledger, Load load) throws IOException {
    Certificates own = Certificates.authority(dir.resolve("own"), "own").make("server", "db");
    show(own);
    configure("ssl = on");
    admit(db, "hostssl all app 127.0.0.1/32 scram-sha-256");
    Path trusted = dir.resolve("trusted.pem");
    Files.copy(own.authority(), trusted);
    write(url, address("?sslmode=verify-full&sslrootcert=" + trusted));
    awaitCommit("only TLS", ledger, load);
    assertEncrypted(db);
    return own;
  }

  private void anotherAuthority(Db db, Ledger ledger, Load load, Certificates before)
      throws IOException {
    Certificates bought = Certificates.authority(dir.resolve("bought"), "bought");
    show(bought.make("server", "db"));
    reload(db);
    hangUp(db);
    Await.pause(Duration.ofSeconds(2)); // the server is not trusted any more
    assertThat(Files.readString(dir.resolve("trusted.pem")))
        .isEqualTo(Files.readString(before.authority()));
    write(dir.resolve("trusted.pem"), Files.readString(bought.authority()));
    awaitCommit("another authority", ledger, load);
    assertEncrypted(db);
  }

  private void clientCertificates(Db db, Ledger ledger, Load load) throws IOException {
    Certificates people =
        Certificates.authority(dir.resolve("people"), "people").make("app", "app");
    copy(people.authority(), "clients.pem");
    configure("ssl_ca_file = 'clients.pem'");
    admit(db, "hostssl all app 127.0.0.1/32 cert");
    Await.pause(Duration.ofSeconds(2));
    write(
        url,
        address(
            "?sslmode=verify-full&sslrootcert=%s&sslcert=%s&sslkey=%s"
                .formatted(
                    dir.resolve("trusted.pem"), people.certificate("app"), people.key("app"))));
    awaitCommit("client certificates", ledger, load);
    assertEncrypted(db);
  }

  /** Half a file is never there for long, as with any careful editor. */
  private static void write(Path file, String text) throws IOException {
    Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String address(String parameters) {
    String with = postgres.url();
    return "postgres://app@" + with.substring(with.indexOf('@') + 1) + parameters;
  }

  private Path cluster() {
    return dir.resolve("pg/data-18");
  }

  /** What the server shows of itself; it wants its key for itself. */
  private void show(Certificates of) throws IOException {
    copy(of.certificate("server"), "server.crt");
    copy(of.key("server"), "server.key");
  }

  private void copy(Path file, String name) throws IOException {
    Path to = cluster().resolve(name);
    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
    Files.setAttribute(to, "unix:mode", 0600);
    Files.setAttribute(to, "unix:uid", Files.getAttribute(cluster(), "unix:uid"));
  }

  private void configure(String line) throws IOException {
    Files.writeString(cluster().resolve("postgresql.conf"), line + "\n", StandardOpenOption.APPEND);
  }

  /** The only way in for the program; the drill keeps its own. */
  private void admit(Db db, String line) throws IOException {
    Files.writeString(
        cluster().resolve("pg_hba.conf"), line + "\nhost all tocsin 127.0.0.1/32 scram-sha-256\n");
    reload(db);
    Await.pause(Duration.ofMillis(500));
    hangUp(db);
  }

  private static void reload(Db db) {
    db.first("reading the settings again", "SELECT pg_reload_conf() AS ok", row -> true);
  }

  private static void hangUp(Db db) {
    db.query(
        "closing connections",
        "SELECT pg_terminate_backend(pid) AS ok FROM pg_stat_activity WHERE usename = 'app'",
        row -> true);
  }

  private static void assertEncrypted(Db db) {
    assertThat(
            db.query(
                "looking at connections",
                """
                SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid)
                 WHERE a.usename = 'app'
                """,
                row -> row.flag("ssl")))
        .isNotEmpty()
        .containsOnly(true);
  }

  private void awaitCommit(String what, Ledger ledger, Load load) {
    long began = System.nanoTime();
    long before = ledger.count();
    Await.that(what, FIRST_COMMIT, () -> ledger.countIfThere().orElse(before) > before);
    Duration first = Duration.ofNanos(System.nanoTime() - began);
    longest = first.compareTo(longest) > 0 ? first : longest;
    System.out.printf(
        "database-moves: %s: first commit after %d ms, slowest answer so far %d ms%n",
        what, first.toMillis(), load.slowest().toMillis());
  }
}
