package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.await;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.Target;
import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.Postgres;
import dev.tocsin.ping.pg.TcpProxy.CommitCut;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Postgres, the network and people do to the applier. */
class ApplierFaultTest {

  @TempDir Path dir;
  private ApplyFixture fixture;
  private MemoryJournal journal;
  private final List<UUID> codes = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    fixture = new ApplyFixture(dir);
    journal = new MemoryJournal(T0);
    for (int i = 0; i < 5; i++) {
      codes.add(fixture.check("c" + i));
    }
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private static Instant at(double seconds) {
    return T0.plusNanos((long) (seconds * 1e9));
  }

  /** Appends pings with distinct bodies, in turn for all checks. */
  private void append(int from, int to) {
    for (int i = from; i < to; i++) {
      Target target = new Target.ByCode(codes.get(i % codes.size()));
      journal.append(at(i), ping(target, PingKind.SUCCESS, "b" + i));
    }
  }

  private void assertExactlyOnce(int pings, String as) {
    assertThat(fixture.one("SELECT count(DISTINCT body) FROM pings")).as(as).isEqualTo(pings);
    assertThat(fixture.one("SELECT count(*) FROM pings")).as(as).isEqualTo(pings);
    assertThat(fixture.one("SELECT sum(n_pings)::bigint FROM check_state")).as(as).isEqualTo(pings);
    assertThat(fixture.one("SELECT cursor FROM streams WHERE id = ?", journal.stream()))
        .as(as)
        .isEqualTo(journal.end());
  }

  @Test
  void each_ping_is_applied_exactly_once_whatever_commit_the_link_breaks_on() {
    long seed = 42;
    Random random = new Random(seed);
    boolean[] before = new boolean[400];
    boolean[] after = new boolean[400];
    for (int i = 2; i < 120; i++) {
      before[i] = random.nextInt(6) == 0;
      after[i] = random.nextInt(4) == 0;
    }
    fixture.proxy.cutAtCommits(CommitCut.BEFORE, n -> n < 400 && before[n]);
    fixture.proxy.cutAtCommits(CommitCut.AFTER, n -> n < 400 && after[n]);
    append(0, 600);
    var running = fixture.start(journal, 10);
    running.awaitApplied();
    assertThat(fixture.proxy.commits()).isGreaterThan(60);
    assertExactlyOnce(600, "seed " + seed);
  }

  @Test
  void each_ping_is_applied_exactly_once_whenever_the_link_breaks() {
    long seed = 43;
    Random random = new Random(seed);
    var running = fixture.start(journal, 20);
    for (int i = 0; i < 30; i++) {
      append(i * 40, i * 40 + 40);
      running.bell.ring();
      if (random.nextInt(3) == 0) {
        java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(20_000_000));
        fixture.proxy.cut();
      }
    }
    running.awaitApplied();
    assertExactlyOnce(1200, "seed " + seed);
  }

  @Test
  void a_database_that_was_away_gets_everything_when_it_is_back() {
    append(0, 50);
    var running = fixture.start(journal, 20);
    running.awaitApplied();
    fixture.proxy.down();
    await("away", running.applier::databaseAway);
    append(50, 500);
    running.bell.ring();
    await("behind", () -> !running.applier.lag().isZero());
    fixture.proxy.heal();
    running.awaitApplied();
    assertThat(running.applier.databaseAway()).isFalse();
    assertExactlyOnce(500, "away");
  }

  @Test
  void a_database_that_comes_back_older_gets_what_it_forgot() {
    var running = fixture.start(journal, 20);
    append(0, 100);
    running.awaitApplied();
    sql(
        "CREATE TABLE old_streams AS TABLE streams",
        "CREATE TABLE old_state AS TABLE check_state",
        "CREATE TABLE old_pings AS TABLE pings");
    append(100, 300);
    running.awaitApplied();
    sql(
        "BEGIN",
        "LOCK TABLE streams",
        "UPDATE streams s SET cursor = o.cursor, heard_through = o.heard_through FROM old_streams o WHERE o.id = s.id",
        "DELETE FROM check_state",
        "INSERT INTO check_state TABLE old_state",
        "TRUNCATE pings",
        "INSERT INTO pings TABLE old_pings",
        "COMMIT");
    await("replayed", () -> fixture.one("SELECT count(*) FROM pings") == 300);
    running.awaitApplied();
    assertExactlyOnce(300, "older");
  }

  @Test
  void a_row_that_vanished_is_registered_again_and_the_stream_replayed() {
    var running = fixture.start(journal, 20);
    append(0, 100);
    running.awaitApplied();
    sql(
        "BEGIN",
        "LOCK TABLE streams",
        "DELETE FROM streams",
        "UPDATE check_state SET n_pings = 0, last_ping = NULL, status = 'new'",
        "TRUNCATE pings",
        "COMMIT");
    await("replayed", () -> fixture.one("SELECT count(*) FROM pings") == 100);
    assertExactlyOnce(100, "vanished");
  }

  @Test
  void a_cursor_before_the_oldest_record_goes_on_from_there() {
    append(0, 100);
    long oldest = journal.entries().get(50).position();
    journal.trimTo(oldest);
    var running = fixture.start(journal, 20);
    running.awaitApplied();
    assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(50);
    fixture.db.update("back", "UPDATE streams SET cursor = 0");
    append(100, 110);
    running.awaitApplied();
    await("50 again, and 10", () -> fixture.one("SELECT count(*) FROM pings") == 110);
    assertThat(running.applier.trouble()).isEmpty();
  }

  @Test
  void a_cursor_beyond_the_journal_stops_the_stream_until_somebody_sets_it_right() {
    var running = fixture.start(journal, 20);
    append(0, 10);
    running.awaitApplied();
    long right = journal.end();
    fixture.db.update("ahead", "UPDATE streams SET cursor = cursor + 1000000");
    await("stopped", () -> !running.applier.trouble().isEmpty());
    await(
        "written down",
        () -> fixture.one("SELECT count(*) FROM streams WHERE stalled_why LIKE '%beyond%'") == 1);
    append(10, 20);
    running.bell.ring();
    fixture.db.update("right", "UPDATE streams SET cursor = ?, stalled_why = NULL", right);
    running.awaitApplied();
    assertExactlyOnce(20, "set right");
    assertThat(running.applier.trouble()).isEmpty();
  }

  @Test
  void a_cursor_that_somebody_else_moved_on_stops_the_stream() {
    append(0, 10);
    var running = fixture.start(journal, 20);
    running.awaitApplied();
    // In the very moment in which more is appended, so that the new place is within the journal.
    long was = journal.end();
    try (Connection connection = fixture.db.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT 1 FROM streams FOR UPDATE");
      append(10, 20);
      statement.execute("UPDATE streams SET cursor = " + journal.entries().get(14).end());
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    running.bell.ring();
    await("stopped", () -> running.applier.trouble().toString().contains("somebody else"));
    assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(10);
    assertThat(was).isPositive();
  }

  @Test
  void what_an_idle_stream_said_and_is_read_late_moves_nothing_behind_our_back() {
    var running = fixture.start(journal, 20);
    append(0, 10);
    running.awaitApplied();
    fixture.proxy.holdUnsynced(Duration.ofSeconds(5));
    journal.note(at(20));
    await("given up, and said again", Duration.ofSeconds(20), () -> fixture.proxy.held() > 1);
    journal.note(at(20.5)); // what is said from here on goes further
    await("said", Duration.ofSeconds(20), () -> cursor() == journal.end());
    append(21, 31);
    running.awaitApplied();
    assertThat(running.applier.trouble()).isEmpty();
    assertExactlyOnce(20, "late");
  }

  @Test
  void what_an_idle_stream_said_and_hears_no_answer_to_is_found_out() {
    var running = fixture.start(journal, 20);
    append(0, 10);
    running.awaitApplied();
    for (int i = 0; i < 3; i++) {
      haveOneMore(running.postgres); // else there is a new connection, and the row is looked at
      append(10 + i, 11 + i);
      running.awaitApplied();
      fixture.proxy.muteAtNextCommit();
      journal.note(at(20 + i));
      long end = journal.end();
      await("the cursor moves, whatever we hear of it", () -> cursor() == end);
    }
    append(30, 40);
    running.awaitApplied();
    assertThat(running.applier.trouble()).isEmpty();
    assertExactlyOnce(23, "unanswered");
  }

  private static void haveOneMore(Postgres postgres) {
    Duration longest = Duration.ofSeconds(30);
    List<Lease> all = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      all.add(Blocking.get(postgres.lease(longest), longest));
    }
    all.forEach(Lease::release);
  }

  private long cursor() {
    return fixture.one("SELECT cursor FROM streams");
  }

  @Test
  void a_held_lock_and_a_deadlock_are_waited_out() throws Exception {
    var running = fixture.start(journal, 20);
    append(0, 5);
    running.awaitApplied();
    try (Connection connection = fixture.db.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
      statement.execute("SELECT 1 FROM check_state WHERE check_id = 5 FOR UPDATE");
      append(5, 10);
      running.bell.ring();
      awaitBlocked();
      try {
        statement.execute("SELECT 1 FROM check_state WHERE check_id = 1 FOR UPDATE");
      } catch (SQLException deadlock) {
        assertThat(deadlock.getSQLState()).isIn("40P01", "55P03");
      }
      await("waiting still, or applied", () -> running.applier.lag().toMillis() >= 0);
      connection.rollback();
    }
    running.awaitApplied();
    assertExactlyOnce(10, "locks");
  }

  private void awaitBlocked() {
    await(
        "the applier waits for a lock",
        () ->
            fixture.one(
                    """
                    SELECT count(*) FROM pg_stat_activity
                     WHERE application_name = 'tocsin-listener' AND wait_event_type = 'Lock'
                       AND datname = current_database()
                    """)
                > 0);
  }

  @Test
  void a_record_that_the_database_refuses_is_set_aside_and_those_behind_it_go_on() {
    sql(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.body = 'b17' THEN RAISE EXCEPTION 'evil' USING ERRCODE = '22023'; END IF;
           RETURN NEW; END $$
        """,
        "CREATE TRIGGER refuse BEFORE INSERT ON pings FOR EACH ROW EXECUTE FUNCTION refuse()");
    append(0, 50);
    var running = fixture.start(journal, 50);
    running.awaitApplied();
    assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(49);
    long evil = journal.entries().get(17).position();
    assertThat(running.exceptions).containsOnlyKeys(evil).containsValue(Applied.QUARANTINED);
    assertThat(fixture.one("SELECT position FROM quarantine")).isEqualTo(evil);
    assertThat(fixture.texts("SELECT convert_from(record, 'UTF8') AS v FROM quarantine").get(0))
        .contains("user-agent: curl/8")
        .endsWith("b17");
  }

  @Test
  void a_record_that_our_own_fold_rejects_is_set_aside() {
    fixture.db.update(
        "nonsense",
        "UPDATE checks SET kind = 'cron', schedule = 'nonsense' WHERE code = ?",
        codes.get(2));
    append(0, 50);
    var running = fixture.start(journal, 50);
    running.awaitApplied();
    assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(40);
    assertThat(fixture.one("SELECT count(*) FROM quarantine")).isEqualTo(10);
  }

  @Test
  void a_nul_in_a_header_harms_nobody() {
    journal.append(
        at(1),
        new dev.tocsin.ping.journal.HeardPing(
            new Target.ByCode(codes.get(0)),
            PingKind.SUCCESS,
            7,
            null,
            "http",
            "GET",
            "\0",
            "a\0b",
            new byte[] {0}));
    fixture.start(journal, 50).awaitApplied();
    assertThat(fixture.one("SELECT count(*) FROM pings WHERE ua = U&'a\\FFFDb'")).isEqualTo(1);
  }

  @Test
  void another_database_gets_nothing() {
    append(0, 5);
    new dev.tocsin.ping.journal.InstallationNote(dir).write(UUID.randomUUID());
    var running = fixture.start(journal, 50);
    await("noticed", () -> running.applier.trouble().toString().contains("wrong database"));
    Target made = new Target.BySlug("key", "fresh", true);
    assertThatThrownBy(() -> running.applier.lookUp(made).await())
        .as("what does not know may not deny either, nor make a check")
        .hasMessageContaining("not the database");
    assertThat(fixture.one("SELECT count(*) FROM streams")).isZero();
    assertThat(fixture.one("SELECT count(*) FROM pings")).isZero();
    assertThat(fixture.one("SELECT count(*) FROM checks WHERE slug = 'fresh'")).isZero();
  }

  @Test
  void streams_of_earlier_starts_come_first_and_are_closed() {
    AtomicInteger retired = new AtomicInteger();
    MemoryJournal before = new MemoryJournal(T0);
    for (int i = 0; i < 100; i++) {
      Target target = new Target.ByCode(codes.get(i % 5));
      before.append(at(i), ping(target, PingKind.SUCCESS, "old" + i));
    }
    before.note(at(120));
    append(200, 210);
    var running =
        fixture.start(
            journal,
            30,
            fixture.pgConfig(),
            List.of(ApplyFixture.gone(before, T0, retired::incrementAndGet)));
    running.awaitApplied();
    assertThat(retired).hasValue(1);
    assertThat(fixture.one("SELECT count(*) FROM pings")).isEqualTo(110);
    assertThat(
            fixture.one(
                "SELECT cursor FROM streams WHERE closed_at IS NOT NULL AND id = ?",
                before.stream()))
        .isEqualTo(before.end());
    assertThat(fixture.one("SELECT max(n) FROM pings WHERE body LIKE 'old%'")).isEqualTo(20);
    // A database that comes back older has forgotten part of a stream that is merely kept by now.
    fixture.db.update(
        "older",
        "UPDATE streams SET cursor = ? WHERE id = ?",
        before.entries().get(90).position(),
        before.stream());
    fixture.proxy.cut();
    await("ten again", () -> fixture.one("SELECT count(*) FROM pings") == 120);
  }

  @Test
  void a_stream_that_was_retired_meanwhile_is_open_again_once_it_has_caught_up() {
    var running = fixture.start(journal, 30);
    append(0, 10);
    running.awaitApplied();
    fixture.db.update("retire", "UPDATE streams SET closed_at = now()");
    await(
        "open again",
        () -> fixture.one("SELECT count(*) FROM streams WHERE closed_at IS NULL") == 1);
  }

  @Test
  void a_stream_is_left_open_when_the_database_is_away_at_the_end() throws Exception {
    var running = fixture.start(journal, 30);
    append(0, 10);
    running.awaitApplied();
    fixture.proxy.down();
    await("away", running.applier::databaseAway);
    long began = System.nanoTime();
    assertThat(running.applier.drain(Duration.ofSeconds(30))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void a_server_that_falls_silent_is_replaced_within_seconds() {
    var running = fixture.start(journal, 30);
    append(0, 10);
    running.awaitApplied();
    fixture.proxy.freeze();
    await("noticed", Duration.ofSeconds(15), running.applier::databaseAway);
    fixture.proxy.heal();
    append(10, 20);
    running.awaitApplied();
    assertExactlyOnce(20, "silent");
  }

  private void sql(String... statements) {
    try (Connection connection = fixture.db.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
