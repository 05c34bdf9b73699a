package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.ping.journal.DeafCause;
import dev.tocsin.ping.journal.DeafTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ping that comes after its deadline: down and up are written, unless nobody could hear. The
 * check is due an hour after its first ping, which is heard in second 1, and down five minutes
 * later.
 */
class BlindFoldTest {

  @TempDir Path dir;
  private ApplyFixture fixture;
  private UUID code;
  private final MemoryJournal journal = new MemoryJournal(T0);

  @BeforeEach
  void open() throws IOException {
    fixture = new ApplyFixture(dir);
    code = fixture.check("job");
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private static Instant at(double seconds) {
    return T0.plusNanos((long) (seconds * 1e9));
  }

  private List<String> flips() {
    return fixture.texts("SELECT reason AS v FROM flips ORDER BY id");
  }

  private void deaf(double since, double until) {
    journal.sign(new DeafTime(at(since), at(until), DeafCause.SUSPENDED), at(until));
  }

  @Test
  void a_deaf_time_in_the_same_journal_excuses_what_was_due_in_it() {
    var running = fixture.start(journal, 100);
    journal.append(at(1), ping(code, PingKind.SUCCESS));
    journal.note(at(3_500));
    deaf(3_500, 4_200);
    journal.append(at(4_210), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    assertThat(flips()).containsExactly("success");
    assertThat(fixture.texts("SELECT status AS v FROM check_state")).containsExactly("up");
  }

  @Test
  void without_a_word_of_deafness_it_went_down_in_between() {
    var running = fixture.start(journal, 100);
    journal.append(at(1), ping(code, PingKind.SUCCESS));
    journal.note(at(4_200));
    journal.append(at(4_210), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    assertThat(flips()).containsExactly("success", "timeout", "success");
  }

  @Test
  void the_time_in_which_no_process_ran_excuses_as_well() {
    MemoryJournal before = new MemoryJournal(T0);
    before.append(at(1), ping(code, PingKind.SUCCESS));
    before.note(at(3_400));
    MemoryJournal own = new MemoryJournal(at(4_300));
    own.append(at(4_310), ping(code, PingKind.SUCCESS));
    var running =
        fixture.start(
            own, 100, fixture.pgConfig(), List.of(ApplyFixture.gone(before, T0, () -> {})));
    running.awaitApplied();
    assertThat(flips()).containsExactly("success");
  }

  @Test
  void where_another_node_listened_nothing_is_excused() {
    fixture.db.update(
        "another node",
        "INSERT INTO streams (id, node, opened_at, heard_through) VALUES (?, 'other', ?, ?)",
        UUID.randomUUID(),
        T0,
        at(9_000));
    var running = fixture.start(journal, 100);
    journal.append(at(1), ping(code, PingKind.SUCCESS));
    journal.note(at(3_500));
    deaf(3_500, 4_200);
    journal.append(at(4_210), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    assertThat(flips()).containsExactly("success", "timeout", "success");
  }

  @Test
  void where_another_node_was_deaf_too_everything_is() {
    UUID other = UUID.randomUUID();
    fixture.db.update(
        "another node",
        "INSERT INTO streams (id, node, opened_at, heard_through) VALUES (?, 'other', ?, ?)",
        other,
        T0,
        at(9_000));
    fixture.db.update(
        "its deaf time",
        """
        INSERT INTO deaf_times (stream_id, node, since, until, cause)
        VALUES (?, 'other', ?, ?, 'refused')
        """,
        other,
        at(3_000),
        at(4_100));
    var running = fixture.start(journal, 100);
    journal.append(at(1), ping(code, PingKind.SUCCESS));
    journal.note(at(3_500));
    deaf(3_500, 4_200);
    journal.append(at(4_210), ping(code, PingKind.SUCCESS));
    running.awaitApplied();
    assertThat(flips()).containsExactly("success");
  }
}
