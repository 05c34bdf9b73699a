package dev.tocsin.drills.harness;

import dev.tocsin.postgres.Access;
import dev.tocsin.postgres.EmbeddedPostgres;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a drill does in the database behind the program's back: prepare, look, break. */
public final class Database {

  /** What the server calls a drill's own connections. */
  public static final String DRILL = "drill";

  /** Checks made in one statement: it must end within the socket's time. */
  private static final int PORTION = 10_000;

  /** So many pings of a check are kept: a drill compares all of them. */
  private static final int KEEP_ALL = 100_000_000;

  private Database() {}

  /** The embedded server of a running {@code up}. */
  public static Db embedded(Path dataDir) {
    return open(EmbeddedPostgres.running(dataDir.resolve("postgres")).orElseThrow());
  }

  static Db open(Access access) {
    return Db.open(config(access).with(Map.of("socketTimeout", "5", "ApplicationName", DRILL)));
  }

  static DbConfig config(Access access) {
    return new DbConfig(
        List.of("127.0.0.1:" + access.port()),
        Access.DATABASE,
        Access.USER,
        access.password(),
        Map.of(),
        2,
        Duration.ofSeconds(5));
  }

  /** Makes checks in a project, by SQL since a drill wants many; see the other overload. */
  public static List<UUID> manyChecks(
      Path dataDir, UUID project, int count, int periodSeconds, int graceSeconds) {
    try (Db db = embedded(dataDir)) {
      return manyChecks(db, project, count, periodSeconds, graceSeconds);
    }
  }

  /** Makes checks in a project, with all of their pings kept. */
  public static List<UUID> manyChecks(
      Db db, UUID project, int count, int periodSeconds, int graceSeconds) {
    db.update(
        "keeping all pings",
        "UPDATE projects SET ping_log_limit = ? WHERE code = ?",
        KEEP_ALL,
        project);
    return db.query(
        "making checks",
        """
        WITH made AS (
          INSERT INTO checks (project_id, name, timeout, grace)
          SELECT p.id, 'job ' || i, ?, ? FROM projects p, generate_series(1, ?) i WHERE p.code = ?
          RETURNING id, code),
        states AS (INSERT INTO check_state (check_id) SELECT id FROM made)
        SELECT code FROM made
        """,
        row -> row.uuid("code"),
        Duration.ofSeconds(periodSeconds),
        Duration.ofSeconds(graceSeconds),
        count,
        project);
  }

  /** Makes checks that are up and due in a day, in any project. */
  public static void manyChecksUp(Db db, int count) {
    for (int from = 1; from <= count; from += PORTION) {
      db.update(
          "making checks",
          """
          WITH made AS (
            INSERT INTO checks (project_id, name)
            SELECT (SELECT min(id) FROM projects), 'job ' || i FROM generate_series(?, ?) i
            RETURNING id)
          INSERT INTO check_state (check_id, status, n_pings, last_ping, deadline, wake_at)
          SELECT id, 'up', 1, now(), now() + interval '25 hours', now() + interval '24 hours'
            FROM made
          """,
          from,
          Math.min(count, from + PORTION - 1));
    }
  }

  /** Adds a webhook channel that calls {@code url} for down and up. */
  public static void addWebhook(Db db, Path dataDir, UUID project, String url) {
    addWebhook(db, dataDir, project, "webhook", url);
  }

  /** Adds a webhook channel of this name. */
  public static void addWebhook(Db db, Path dataDir, UUID project, String name, String url) {
    String call = "{\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":\"$JSON\"}";
    String settings = "{\"down\":" + call + ",\"up\":" + call + "}";
    addChannel(db, dataDir, project, "webhook", name, settings);
  }

  /** Adds an e-mail channel. */
  public static void addEmail(Db db, Path dataDir, UUID project, String to) {
    addEmail(db, dataDir, project, "email", to);
  }

  /** Adds an e-mail channel of this name. */
  public static void addEmail(Db db, Path dataDir, UUID project, String name, String to) {
    addChannel(db, dataDir, project, "email", name, "{\"to\":[\"" + to + "\"]}");
  }

  /** Gives each check one channel, and each channel as many checks. */
  public static void spread(Db db) {
    long last =
        db.first("counting", "SELECT max(id) AS n FROM checks", r -> r.number("n")).orElse(0L);
    for (long from = 0; from < last; from += PORTION) {
      db.update(
          "assigning",
          """
          INSERT INTO check_channels
          SELECT c.id, ch.id FROM checks c
            JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS of
                    FROM channels) ch ON ch.n = c.id % ch.of
           WHERE c.id > ? AND c.id <= ?
          """,
          from,
          from + PORTION);
    }
  }

  private static void addChannel(
      Db db, Path dataDir, UUID project, String kind, String name, String settings) {
    byte[] sealed = secrets(dataDir).seal(settings.getBytes(StandardCharsets.UTF_8));
    db.update(
        "adding a channel",
        """
        WITH made AS (
          INSERT INTO channels (project_id, kind, name, settings)
          SELECT id, ?, ?, ? FROM projects WHERE code = ? RETURNING id)
        INSERT INTO lanes (channel_id) SELECT id FROM made
        """,
        kind,
        name,
        sealed,
        project);
  }

  private static SecretBox secrets(Path dataDir) {
    try {
      String hex = Files.readString(dataDir.resolve("secret.key")).strip();
      return new SecretBox(HexFormat.of().parseHex(hex));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many times any check went down. */
  public static long flipsToDown(Db db) {
    return db.first(
            "counting downs",
            "SELECT count(*) AS n FROM flips WHERE new_status = 'down'",
            row -> row.number("n"))
        .orElseThrow();
  }

  /** {@code kill -9} of the embedded postmaster. */
  public static void killEmbedded(Path dataDir) {
    signal("KILL", postmaster(dataDir.resolve("postgres")));
  }

  /** Sends a signal to the embedded postmaster and all of its children. */
  public static void signalEmbedded(Path dataDir, String signal) {
    ProcessHandle postmaster = postmaster(dataDir.resolve("postgres"));
    signal(signal, postmaster);
    postmaster.children().forEach(child -> signal(signal, child));
  }

  static ProcessHandle postmaster(Path home) {
    try {
      String pid = Files.readAllLines(home.resolve("data-18").resolve("postmaster.pid")).get(0);
      return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void signal(String name, ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Lets time pass for one check alone: everything that is known of it was so much earlier. */
  public static void age(Db db, UUID check, Duration by) {
    for (String log : List.of("pings", "flips")) {
      db.update(
          "letting time pass in the log",
          "UPDATE %s SET at = at - ? FROM checks c WHERE c.id = check_id AND c.code = ?"
              .formatted(log),
          by,
          check);
    }
    db.update(
        "letting time pass",
        """
        UPDATE check_state SET last_ping = last_ping - t.by, last_start = last_start - t.by,
               switched_at = switched_at - t.by, edited_at = edited_at - t.by,
               deadline = deadline - t.by, wake_at = wake_at - t.by
          FROM (SELECT ?::interval AS by) t, checks c
         WHERE c.id = check_id AND c.code = ?
        """,
        by,
        check);
  }
}
