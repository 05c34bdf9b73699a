package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.await;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.ClockEvent;
import dev.tocsin.ping.journal.DeafCause;
import dev.tocsin.ping.journal.DeafTime;
import dev.tocsin.ping.journal.Sign;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal says about deafness, and what the database says of it then. */
class DeafRowsTest {

  @TempDir Path dir;
  private ApplyFixture fixture;
  private final MemoryJournal journal = new MemoryJournal(T0);

  @BeforeEach
  void open() throws IOException {
    fixture = new ApplyFixture(dir);
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private static Instant at(double seconds) {
    return T0.plusNanos((long) (seconds * 1e9));
  }

  private void deaf(double since, double until, DeafCause cause) {
    journal.sign(new DeafTime(at(since), at(until), cause), at(until));
  }

  /** Cause, from and to in seconds. */
  private List<String> rows() {
    return fixture.texts(
        """
        SELECT cause || ' ' || extract(epoch FROM since - ?::timestamptz)::int || ' '
               || extract(epoch FROM until - ?::timestamptz)::int AS v
          FROM deaf_times ORDER BY since, cause
        """,
        T0,
        T0);
  }

  private long heardThrough() {
    return fixture.one(
        """
        SELECT coalesce(max(extract(epoch FROM heard_through - ?::timestamptz))::bigint, 0)
          FROM streams
        """,
        T0);
  }

  private void awaitHeard(long seconds) {
    await("heard through " + seconds, () -> heardThrough() == seconds);
  }

  @Test
  void an_idle_stream_moves_over_a_deaf_time_with_its_row_and_a_longer_one_is_the_same_row() {
    fixture.start(journal, 100);
    journal.note(at(10));
    deaf(10, 15, DeafCause.REFUSED);
    awaitHeard(15);
    assertThat(rows()).containsExactly("refused 10 15");
    deaf(10, 20, DeafCause.REFUSED);
    journal.note(at(21));
    awaitHeard(21);
    assertThat(rows()).containsExactly("refused 10 20");
  }

  @Test
  void pings_and_deaf_times_are_applied_together_and_once_also_by_an_older_database() {
    UUID code = fixture.check("job");
    var running = fixture.start(journal, 3);
    for (int i = 0; i < 10; i++) {
      journal.append(at(10 * i + 1), ping(code, PingKind.SUCCESS));
      deaf(10 * i + 2, 10 * i + 6, i % 2 == 0 ? DeafCause.STALLED : DeafCause.DISK_LOW);
    }
    running.awaitApplied();
    awaitHeard(96);
    List<String> first = rows();
    assertThat(first).hasSize(10).contains("stalled 2 6", "disk_low 92 96");
    running.close();
    fixture.db.update(
        "an older database", "UPDATE streams SET cursor = 0, heard_through = opened_at");
    fixture.db.update("it lost some rows", "DELETE FROM deaf_times WHERE cause = 'stalled'");
    fixture.start(journal, 4);
    awaitHeard(96);
    assertThat(rows()).isEqualTo(first);
  }

  @Test
  void a_stretch_that_no_record_speaks_for_is_unknown() {
    fixture.start(journal, 100);
    journal.note(at(10));
    awaitHeard(10);
    journal.sign(new Sign.Heard(at(40), at(40)), at(40));
    awaitHeard(40);
    assertThat(rows()).containsExactly("unknown 10 40");
  }

  @Test
  void a_stream_is_open_from_the_moment_at_which_its_port_is() {
    fixture.start(journal, 100);
    deaf(0, 5, DeafCause.UNBOUND);
    journal.note(at(9));
    awaitHeard(9);
    assertThat(rows()).isEmpty();
    assertThat(
            fixture.one(
                "SELECT extract(epoch FROM opened_at - ?::timestamptz)::bigint FROM streams", T0))
        .isEqualTo(5);
  }

  @Test
  void what_the_journal_no_longer_has_is_lost_time() {
    UUID code = fixture.check("job");
    var running = fixture.start(journal, 100);
    long kept = journal.append(at(1), ping(code, PingKind.SUCCESS)).end();
    journal.append(at(50), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    running.close();
    fixture.db.update(
        "an older database", "UPDATE streams SET cursor = 0, heard_through = opened_at");
    journal.trimTo(kept);
    fixture.start(journal, 100);
    journal.note(at(60));
    awaitHeard(60);
    assertThat(rows()).hasSize(1).first().asString().startsWith("lost 0 ");
  }

  @Test
  void a_clock_that_was_set_back_is_an_event_and_hearing_goes_back_with_it() {
    fixture.start(journal, 100);
    journal.note(at(5_000));
    awaitHeard(5_000);
    journal.sign(new ClockEvent(at(5_000), at(1_000)), at(1_000));
    journal.note(at(1_001));
    awaitHeard(1_001);
    assertThat(rows()).isEmpty();
    assertThat(
            fixture.texts(
                """
                SELECT node || ' ' || extract(epoch FROM jumped_from - jumped_to)::int AS v
                  FROM clock_events
                """))
        .containsExactly("node 4000");
  }

  @Test
  void a_stream_says_how_it_ended() throws Exception {
    MemoryJournal crashed = new MemoryJournal(T0);
    crashed.note(at(10));
    Source.Gone it = ApplyFixture.gone(crashed, T0, () -> {});
    Source.Gone gone =
        new Source.Gone(
            it.reader(),
            it.first(),
            () -> at(11),
            it.correction(),
            () -> false,
            it.trim(),
            it.retire(),
            it.deleted(),
            it.release());
    var running = fixture.start(journal, 100, fixture.pgConfig(), List.of(gone));
    await(
        "the crashed one is closed",
        () -> fixture.one("SELECT count(*) FROM streams WHERE closed_why = 'ended'") == 1);
    assertThat(
            fixture.one(
                """
                SELECT extract(epoch FROM heard_through - ?::timestamptz)::bigint FROM streams
                 WHERE closed_why = 'ended'
                """,
                T0))
        .isEqualTo(11);
    assertThat(running.applier.awaitRegistered(Duration.ofSeconds(20))).isTrue();
    assertThat(running.applier.drain(Duration.ofSeconds(10))).isTrue();
    assertThat(fixture.one("SELECT count(*) FROM streams WHERE closed_why = 'stopped'")).isOne();
  }

  @Test
  void a_retired_stream_that_lives_comes_back_and_its_late_pings_are_counted() {
    UUID code = fixture.check("job");
    var running = fixture.start(journal.live(), 100);
    journal.append(at(1), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    fixture.proxy.down();
    await("the loss is noticed", running.applier::databaseAway);
    fixture.db.update(
        "retired",
        "UPDATE streams SET closed_at = ?::timestamptz, closed_why = 'cut_off'",
        at(600));
    journal.append(at(500), ping(code, PingKind.SUCCESS));
    journal.append(at(700), ping(code, PingKind.SUCCESS));
    journal.append(at(800), ping(code, PingKind.SUCCESS));
    fixture.proxy.heal();
    running.awaitApplied();
    await(
        "open again",
        () ->
            fixture.one(
                    "SELECT count(*) FROM streams WHERE closed_at IS NULL AND closed_why IS NULL")
                == 1);
    assertThat(running.metrics.afterRetirement.get()).isEqualTo(2);
  }
}
