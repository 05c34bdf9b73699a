package dev.tocsin.roles;

import dev.tocsin.ping.DatabaseReach;
import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Role;
import dev.tocsin.settings.Settings;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbException;
import dev.tocsin.store.Row;
import dev.tocsin.store.Schema;
import dev.tocsin.store.SealedValues;
import dev.tocsin.store.SecretBox;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** Connects to a database that settings name, by each way that a role would, and looks at it. */
final class DatabaseTrial {

  /** The oldest server that everything was tried with. */
  private static final int OLDEST = 140_000;

  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** Machines that keep time are nearer; what is further off is worth a word. */
  private static final Duration CLOCKS_APART = Duration.ofSeconds(1);

  private static final String LOOK =
      """
      SELECT current_setting('server_version') AS version,
             current_setting('server_version_num')::int AS number,
             coalesce((SELECT s.version FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid() AND s.ssl),
                      '') AS tls,
             current_setting('transaction_read_only') = 'on' AS read_only,
             has_schema_privilege(current_schema(), 'CREATE') AS may_create,
             (SELECT nullif(rolvaliduntil, 'infinity') FROM pg_roles WHERE rolname = current_user)
               AS valid_until,
             current_user::text AS me, clock_timestamp() AS now
      """;

  private static final String FORBIDDEN =
      """
      SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
         AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                  AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
       ORDER BY c.relname LIMIT 4
      """;

  private record Server(
      String version,
      int number,
      String tls,
      boolean readOnly,
      boolean mayCreate,
      @Nullable Instant validUntil,
      String user,
      Instant now) {

    static Server of(Row row) throws SQLException {
      return new Server(
          row.string("version"),
          Math.toIntExact(row.number("number")),
          row.string("tls"),
          row.flag("read_only"),
          row.flag("may_create"),
          row.instantOrNull("valid_until"),
          row.string("me"),
          row.instant("now"));
    }
  }

  private final Role role;
  private final Settings settings;
  private final boolean pooler;
  private final Trial trial;

  DatabaseTrial(Role role, Settings settings, Trial trial) {
    this.role = role;
    this.settings = settings;
    this.pooler = settings.get(Keys.DATABASE_POOLER);
    this.trial = trial;
  }

  /**
   * Tries the database that settings name.
   *
   * @param now settings in use, whose database is to be the same
   */
  void run(Settings settings, Optional<Settings> now) {
    find(settings)
        .ifPresent(
            database -> {
              if (run(database)) {
                now.ifPresent(in -> same(in, database.direct()));
              }
            });
  }

  /** Where the database is that settings name; empty, and told, if nobody knows the password. */
  Optional<LiveDatabase> find(Settings settings) {
    try {
      return LiveDatabase.of(settings);
    } catch (CannotStartException e) {
      trial.failed(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** Tries one; returns whether it answers and has our schema. */
  boolean run(LiveDatabase database) {
    DatabaseUrl direct = database.direct();
    Optional<Boolean> upToDate = look(direct);
    if (upToDate.isEmpty()) {
      return false;
    }
    if (role != Role.PING_LISTENER && !database.url().equals(direct)) {
      usual(database.url());
    }
    if (role == Role.UP || role == Role.PING_LISTENER) {
      listener(database.url());
    }
    return upToDate.get();
  }

  /** Whether the schema is up to date; empty: it does not answer. */
  private Optional<Boolean> look(DatabaseUrl direct) {
    try (Db db = Db.open(Databases.forMigrations(direct, LONGEST))) {
      db.first("connecting", "SELECT 1", row -> true); // without what opening it takes
      Instant before = Instant.now();
      Server server = db.first("looking at the server", LOOK, Server::of).orElseThrow();
      report(direct, server, before, Instant.now());
      return Optional.of(schema(db, server));
    } catch (DbException | FlywayException e) {
      trial.failed("database: %s: %s".formatted(direct, SchemaGate.rootCause(e)));
      return Optional.empty();
    }
  }

  private void report(DatabaseUrl direct, Server server, Instant before, Instant after) {
    String what =
        "database: %s answers: PostgreSQL %s, %s"
            .formatted(
                direct, server.version(), server.tls().isEmpty() ? "without TLS" : server.tls());
    if (server.number() < OLDEST) {
      trial.failed(what + "; 14 or newer is needed");
    } else {
      trial.ok(what);
    }
    if (server.readOnly()) {
      trial.failed("database: it takes no writes (read-only)");
    }
    Duration apart =
        Duration.between(before.plus(Duration.between(before, after).dividedBy(2)), server.now());
    if (apart.abs().compareTo(CLOCKS_APART) > 0) {
      trial.warning(
          "database: its clock is %.1f s %s ours"
              .formatted(apart.abs().toMillis() / 1e3, apart.isNegative() ? "behind" : "ahead of"));
    }
    Instant end = server.validUntil();
    if (end != null) {
      Expiries.password(server.user(), end).into(trial, Instant.now());
    }
    if (!server.tls().isEmpty()) {
      Expiries.ofServers(direct).forEach(it -> it.into(trial, Instant.now()));
    }
  }

  private boolean schema(Db db, Server server) {
    int pending = Schema.pending(db.dataSource());
    if (pending > 0) {
      String what =
          "database: %s pending"
              .formatted(pending == 1 ? "1 migration is" : pending + " migrations are");
      if (!server.mayCreate()) {
        trial.failed(what + ", and this role may make no tables there");
      } else if (role == Role.UP) {
        trial.warning(what + "; a start carries them out");
      } else {
        trial.warning(what + ": run tocsin migrate");
      }
      return false;
    }
    List<String> forbidden = db.query("looking at rights", FORBIDDEN, row -> row.string("name"));
    if (forbidden.isEmpty()) {
      trial.ok("database: the schema is up to date, and may be read and written");
      keys(db);
    } else {
      trial.failed(
          "database: this role may not read and write %s%s"
              .formatted(
                  String.join(", ", forbidden.subList(0, Math.min(3, forbidden.size()))),
                  forbidden.size() > 3 ? " and more" : ""));
    }
    return true;
  }

  /** Whether the secrets in it can be read, and whether a key is there that none takes. */
  private void keys(Db db) {
    if (role == Role.PING_LISTENER) {
      return;
    }
    try {
      SecretBox secrets = SecretKey.existing(settings);
      SealedValues values = new SealedValues(db, secrets);
      boolean others = !values.others().isEmpty();
      if (others || secrets.fingerprints().size() > 1) {
        KeyRotation.needs(values, secrets)
            .forEach(
                line -> {
                  if (others) {
                    trial.warning("secret.key: " + line);
                  } else {
                    trial.ok("secret.key: " + line);
                  }
                });
      }
    } catch (CannotStartException e) {
      trial.warning(String.valueOf(e.getMessage()));
    }
  }

  private void usual(DatabaseUrl url) {
    try (Db db = Db.open(Databases.forJdbc(url, 1, pooler))) {
      db.first("connecting", "SELECT 1", row -> true);
      trial.ok("database: %s answers".formatted(url));
    } catch (DbException e) {
      trial.failed("database: %s: %s".formatted(url, SchemaGate.rootCause(e)));
    }
  }

  private void listener(DatabaseUrl url) {
    Vertx vertx = Vertx.vertx();
    try {
      DatabaseReach.failure(Databases.forListener(url, pooler), vertx, LONGEST)
          .ifPresentOrElse(
              why -> trial.failed("database: the listener's connection: " + why),
              () -> trial.ok("database: the listener's connection is taken, too"));
    } catch (IllegalArgumentException e) {
      trial.failed("database: the listener's connection: " + e.getMessage());
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  /** A new server without the old one's tables is a start from nothing, and seldom meant. */
  private void same(Settings now, DatabaseUrl direct) {
    Optional<String> here = installation(direct);
    Optional<String> there = now.directDatabase().flatMap(DatabaseTrial::installation);
    if (there.isPresent() && here.isPresent() && !here.equals(there)) {
      trial.warning(
          "database: this is another installation than the one in use: other checks, other history;"
              + " listeners do not bring what is in their journals there");
    }
  }

  private static Optional<String> installation(DatabaseUrl url) {
    try (Db db = Db.open(Databases.forMigrations(url, Duration.ofSeconds(3)))) {
      return db.first(
          "reading the installation's id",
          "SELECT id::text AS id FROM installation",
          row -> row.string("id"));
    } catch (DbException e) {
      return Optional.empty(); // not there, or not ours: said elsewhere where it matters
    }
  }
}
