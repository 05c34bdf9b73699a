package dev.tocsin.roles;

import dev.tocsin.ping.PgConfig;
import dev.tocsin.postgres.Access;
import dev.tocsin.settings.DatabaseUrl;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One address, in the words of our two drivers. */
final class Databases {

  /** A caller of a pool waits so long for a connection before it gets an error. */
  private static final Duration POOL_WAIT = Duration.ofSeconds(5);

  /** A schema change may take long; it only must not wait for ever behind somebody's lock. */
  private static final String PLAN_ONCE = " -c plan_cache_mode=force_generic_plan";

  private static final String PATIENT = "-c lock_timeout=60000 -c statement_timeout=0";

  /** For one statement after the other on a file that may be slow. */
  private static final String UNHURRIED = PATIENT + " -c idle_in_transaction_session_timeout=0";

  private Databases() {}

  static DatabaseUrl embedded(Access access) {
    return new DatabaseUrl(
        List.of("127.0.0.1:" + access.port()),
        Access.DATABASE,
        Access.USER,
        access.password(),
        "disable",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        Duration.ofSeconds(5));
  }

  static DbConfig forJdbc(DatabaseUrl url, int poolSize, boolean behindPooler) {
    Map<String, String> properties = new HashMap<>();
    properties.put("sslmode", url.sslMode());
    properties.put("connectTimeout", Long.toString(url.connectTimeout().toSeconds()));
    url.rootCert().ifPresent(file -> properties.put("sslrootcert", file.toString()));
    url.ownCert().ifPresent(file -> properties.put("sslcert", file.toString()));
    url.ownKey().ifPresent(file -> properties.put("sslkey", file.toString()));
    if (url.sslMode().startsWith("verify-") && url.rootCert().isEmpty()) {
      properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    if (url.readWriteOnly()) {
      properties.put("targetServerType", "primary");
      properties.put("hostRecheckSeconds", "2");
    }
    if (behindPooler) {
      properties.put("prepareThreshold", "0");
    }
    return new DbConfig(
        url.hosts(), url.database(), url.user(), url.password(), properties, poolSize, POOL_WAIT);
  }

  /**
   * For the alerter: it does the same few things again and again, all of them by key, so each
   * connection plans a statement once. Planning them anew is half of the price of a small one.
   */
  static DbConfig forAlerter(DatabaseUrl url, int poolSize, boolean behindPooler) {
    DbConfig usual = forJdbc(url, poolSize, behindPooler);
    return behindPooler
        ? usual
        : usual.with(Map.of("prepareThreshold", "1", "options", Db.OPTIONS + PLAN_ONCE));
  }

  /** For changing the schema: on a direct connection, with time. */
  static DbConfig forMigrations(DatabaseUrl direct, Duration patience) {
    DbConfig usual =
        forJdbc(direct, 2, false).with(Map.of("options", PATIENT, "socketTimeout", "0"));
    return new DbConfig(
        usual.hosts(),
        usual.database(),
        usual.user(),
        usual.password(),
        usual.properties(),
        usual.poolSize(),
        patience);
  }

  /**
   * For reading or writing all there is: on a direct connection, however long it takes.
   *
   * @param name what the server calls the connections
   */
  static DbConfig unhurried(DatabaseUrl direct, Duration patience, String name) {
    return forMigrations(direct, patience)
        .with(Map.of("options", UNHURRIED, "ApplicationName", name));
  }

  static PgConfig forListener(DatabaseUrl url, boolean behindPooler) {
    return new PgConfig(
        url.hosts(),
        url.database(),
        url.user(),
        url.password(),
        PgConfig.TlsMode.valueOf(url.sslMode().toUpperCase(Locale.ROOT).replace('-', '_')),
        url.rootCert(),
        url.ownCert().map(chain -> new PgConfig.OwnCert(chain, url.ownKey().orElseThrow())),
        url.readWriteOnly(),
        behindPooler,
        url.connectTimeout());
  }
}
