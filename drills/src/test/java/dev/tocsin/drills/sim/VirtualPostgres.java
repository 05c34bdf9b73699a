package dev.tocsin.drills.sim;

import dev.tocsin.store.DbConfig;
import dev.tocsin.store.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A real Postgres in virtual time. Its {@code now()}, {@code clock_timestamp()} and start time are
 * functions of ours, found before its own by the search path; they read sequences, since what is
 * written to a sequence is seen at once and survives a rollback. One connection serves everybody,
 * one transaction after the other, in the order of the timeline; and a second one whoever comes in
 * between the statements of another's transaction, and waits for no lock for long, since the other
 * is not going on meanwhile.
 */
final class VirtualPostgres implements AutoCloseable {

  private static final String CLOCKS =
      """
      CREATE SEQUENCE sim_clock MINVALUE 0;
      CREATE SEQUENCE sim_start MINVALUE 0;
      CREATE FUNCTION public.now() RETURNS timestamptz LANGUAGE sql STABLE AS
        $$ SELECT timestamptz 'epoch' + last_value * interval '1 us' FROM public.sim_clock $$;
      CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
        $$ SELECT timestamptz 'epoch' + last_value * interval '1 us' FROM public.sim_clock $$;
      CREATE FUNCTION public.pg_postmaster_start_time() RETURNS timestamptz LANGUAGE sql STABLE AS
        $$ SELECT timestamptz 'epoch' + last_value * interval '1 us' FROM public.sim_start $$;
      DO $do$
      DECLARE col record;
      BEGIN
        FOR col IN
          SELECT d.adrelid::regclass AS tab, a.attname AS name
            FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
           WHERE pg_get_expr(d.adbin, d.adrelid) LIKE '%now()'
        LOOP
          EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT public.now()', col.tab, col.name);
        END LOOP;
      END $do$;
      """;

  private final Timeline time;
  private static final String IMPATIENT = "%20-c%20lock_timeout=20ms";

  private final Connection connection;
  private final Connection between;
  private final Map<String, String> rewrites = new LinkedHashMap<>();
  private final Set<String> unused = new LinkedHashSet<>();
  private boolean running = true;
  private boolean isBetween;
  private Duration offset = Duration.ZERO;
  private Instant told = Instant.EPOCH;
  private Instant upSince = Instant.EPOCH;
  private long statements;

  VirtualPostgres(Timeline time) {
    this.time = time;
    DbConfig config = TestPostgres.freshDatabase();
    String url = "jdbc:postgresql://" + config.hosts().get(0) + "/" + config.database();
    String asks = url + "?options=-c%20search_path=public,pg_catalog";
    try {
      this.connection = DriverManager.getConnection(asks, config.user(), config.password());
      this.between =
          DriverManager.getConnection(asks + IMPATIENT, config.user(), config.password());
      try (Statement statement = connection.createStatement()) {
        statement.execute(CLOCKS);
      }
      restarted();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its clock: virtual time, unless somebody set it. */
  Instant now() {
    return time.now().plus(offset);
  }

  /** Somebody sets its clock. */
  void stepClock(Duration by) {
    offset = offset.plus(by);
  }

  boolean isRunning() {
    return running;
  }

  /** It is not there any more: whoever asks is refused. */
  void stop() {
    running = false;
  }

  /** It is there again, as a server that has just started. */
  void start() {
    running = true;
    restarted();
  }

  /** Since when it is there. */
  Duration upFor() {
    return Duration.between(upSince, time.now());
  }

  private void restarted() {
    upSince = time.now();
    set("sim_start", now());
  }

  /** From now on {@code find} in any statement reads {@code instead}: a protection is off. */
  void rewrite(String find, String instead) {
    rewrites.put(find, instead);
    unused.add(find);
  }

  /** What was to be rewritten and never met: the switch has come loose. */
  Set<String> unused() {
    return unused;
  }

  long statements() {
    return statements;
  }

  String rewritten(String sql) {
    statements++;
    String text = sql;
    for (Map.Entry<String, String> rewrite : rewrites.entrySet()) {
      if (text.contains(rewrite.getKey())) {
        unused.remove(rewrite.getKey());
        text = text.replace(rewrite.getKey(), rewrite.getValue());
      }
    }
    return text;
  }

  /** Lets somebody do something while another's transaction is open. */
  void between(Runnable what) {
    isBetween = true;
    try {
      what.run();
    } finally {
      isBetween = false;
    }
  }

  boolean isBetween() {
    return isBetween;
  }

  /** The one connection, or the second one; its clock set. */
  Connection connection() throws SQLException {
    if (isBetween) {
      return between; // no time has passed
    }
    Instant now = now();
    if (!now.equals(told)) {
      set("sim_clock", now);
      told = now;
    }
    return connection;
  }

  private void set(String clock, Instant now) {
    try (PreparedStatement set = connection.prepareStatement("SELECT setval(?, ?)")) {
      set.setString(1, clock);
      set.setLong(2, ChronoUnit.MICROS.between(Instant.EPOCH, now));
      set.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("setting " + clock, e);
    }
  }

  @Override
  public void close() {
    try (between) {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
