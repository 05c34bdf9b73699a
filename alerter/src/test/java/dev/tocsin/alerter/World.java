package dev.tocsin.alerter;

import dev.tocsin.alerter.fanout.DeliveryRows;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.notices.FlapLimits;
import dev.tocsin.alerter.notices.Flapping;
import dev.tocsin.domain.check.BlindTimes;
import dev.tocsin.domain.check.CheckMachine;
import dev.tocsin.domain.check.Outcome;
import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.Db;
import dev.tocsin.store.DbConfig;
import dev.tocsin.store.SecretBox;
import dev.tocsin.store.StateWrites;
import dev.tocsin.store.StoredCheck;
import dev.tocsin.store.TestPostgres;
import dev.tocsin.store.Tx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database with a project in it, and the hands that the listener and people lend to a test. */
public final class World implements AutoCloseable {

  public static final Duration PERIOD = Duration.ofHours(1);
  public static final Duration GRACE = Duration.ofMinutes(5);

  public final DbConfig config;
  public final Db db;
  public final SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private final long project;

  public World() {
    config = TestPostgres.freshDatabase();
    db = Db.open(config);
    project =
        one(
            """
            INSERT INTO projects (name, ping_key, check_limit) VALUES ('Lab', 'key', 1000000)
            RETURNING id AS n
            """);
  }

  /** The fan-out with the usual bounds but for the batch. */
  public FanOut fanOut(int batch, Runnable whenMade, AlerterMetrics metrics) {
    DeliveryRows rows = new DeliveryRows(3, Duration.ofSeconds(30), busy -> {});
    return new FanOut(db, batch, rows, new Flapping(FlapLimits.DEFAULTS), whenMade, metrics);
  }

  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** A number that a statement returns as {@code n}. */
  public long one(String sql, Object... parameters) {
    return db.first("test", sql, row -> row.number("n"), parameters).orElseThrow();
  }

  /** The texts that a statement returns as {@code t}. */
  public List<String> texts(String sql, Object... parameters) {
    return db.query("test", sql, row -> row.string("t"), parameters);
  }

  public void run(String sql, @Nullable Object... parameters) {
    db.update("test", sql, parameters);
  }

  /** A new check of the usual period and grace time. */
  public long check(String name) {
    return check(name, PERIOD, GRACE);
  }

  public long check(String name, Duration period, Duration grace) {
    long id =
        one(
            """
            INSERT INTO checks (project_id, name, timeout, grace) VALUES (?, ?, ?, ?)
            RETURNING id AS n
            """,
            project,
            name,
            period,
            grace);
    run("INSERT INTO check_state (check_id) VALUES (?)", id);
    return id;
  }

  /** What the listener does with a ping. */
  public void ping(long check, PingKind kind, Instant at) {
    db.transaction("ping", tx -> ping(tx, check, kind, at));
  }

  private static boolean ping(Tx tx, long check, PingKind kind, Instant at) {
    StoredCheck was = StoredCheck.lock(tx, List.of(check)).get(0);
    Outcome outcome =
        CheckMachine.onPing(
            was.state(), was.rules(), new Ping(at, kind, null), Instant.EPOCH, BlindTimes.NONE);
    write(tx, was, outcome, at);
    tx.update(
        "ping",
        """
        INSERT INTO pings (check_id, n, at, kind, scheme, method, ua, body)
        VALUES (?, ?, ?, ?, 'http', 'POST', '', ?)
        """,
        check,
        outcome.state().pings(),
        at,
        kind.word(),
        ("body " + outcome.state().pings()).getBytes(StandardCharsets.UTF_8));
    outcome.flips().forEach(flip -> StateWrites.flip(tx, check, flip, false));
    tx.query("notify", "SELECT pg_notify('tocsin_flips', '')", row -> 0);
    return true;
  }

  public static void write(Tx tx, StoredCheck was, Outcome outcome, Instant now) {
    var deadline = CheckMachine.deadline(outcome.state(), was.rules());
    var wake =
        CheckMachine.wakeAt(
            java.util.Optional.ofNullable(was.wakeAt()), deadline, now, was.rules().grace());
    StateWrites.state(tx, was.id(), outcome.state(), was.rules(), wake.orElse(null));
  }

  /** A check that is up and whose deadline was as long ago. */
  public long overdue(String name, Duration ago) {
    long id = check(name);
    ping(id, PingKind.SUCCESS, now().minus(PERIOD).minus(GRACE).minus(ago));
    return id;
  }

  /** A listener that has told all that it heard up to an instant. */
  public UUID stream(Instant heardThrough) {
    UUID id = UUID.randomUUID();
    run(
        "INSERT INTO streams (id, node, opened_at, heard_through) VALUES (?, 'here', now(), ?)",
        id,
        heardThrough);
    return id;
  }

  public void heardThrough(UUID stream, Instant at) {
    run("UPDATE streams SET heard_through = ? WHERE id = ?", at, stream);
  }

  /** A channel of a kind, whose settings are the name of its receiver. */
  public long channel(String kind, String receiver) {
    long id =
        one(
            """
            INSERT INTO channels (project_id, kind, name, settings) VALUES (?, ?, ?, ?)
            RETURNING id AS n
            """,
            project,
            kind,
            receiver,
            secrets.seal(receiver.getBytes(StandardCharsets.UTF_8)));
    run("INSERT INTO lanes (channel_id) VALUES (?)", id);
    return id;
  }

  public void assign(long check, long channel) {
    run("INSERT INTO check_channels (check_id, channel_id) VALUES (?, ?)", check, channel);
  }

  public void sendTest(long channel) {
    db.transaction(
        "send test",
        tx -> {
          tx.update("t", "INSERT INTO deliveries (channel_id, reason) VALUES (?, 'test')", channel);
          tx.update("t", "UPDATE lanes SET next_at = now() WHERE channel_id = ?", channel);
          return tx.query("t", "SELECT pg_notify('tocsin_lanes', '')", row -> 0);
        });
  }

  public String status(long check) {
    return texts("SELECT status AS t FROM check_state WHERE check_id = ?", check).get(0);
  }

  /** All flips of a check as {@code old>new reason}. */
  public List<String> flips(long check) {
    return texts(
        """
        SELECT old_status || '>' || new_status || ' ' || reason AS t
          FROM flips WHERE check_id = ? ORDER BY id
        """,
        check);
  }

  @Override
  public void close() {
    db.close();
  }
}
