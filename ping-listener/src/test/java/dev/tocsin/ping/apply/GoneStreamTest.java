package dev.tocsin.ping.apply;

import static dev.tocsin.ping.apply.ApplyFixture.T0;
import static dev.tocsin.ping.apply.ApplyFixture.await;
import static dev.tocsin.ping.apply.ApplyFixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the journal's folder and is not ours: crashed, copied or unreadable streams. */
class GoneStreamTest {

  @TempDir Path dir;
  private ApplyFixture fixture;
  private UUID code;

  @BeforeEach
  void open() throws IOException {
    fixture = new ApplyFixture(dir);
    code = fixture.check("job");
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  private MemoryJournal heard(int pings) {
    MemoryJournal journal = new MemoryJournal(T0);
    for (int i = 1; i <= pings; i++) {
      journal.append(T0.plusSeconds(i), ping(code, PingKind.SUCCESS));
    }
    return journal;
  }

  private ApplyFixture.Running startBeside(MemoryJournal own, MemoryJournal before) {
    return fixture.start(
        own, 10, fixture.pgConfig(), List.of(ApplyFixture.gone(before, T0, () -> {})));
  }

  private long applied() {
    return fixture.one("SELECT n_pings FROM check_state");
  }

  @Test
  void the_start_of_a_copied_folder_leaves_the_original_alone() {
    MemoryJournal original = heard(3).live();
    MemoryJournal backup = original.copy();
    var there = fixture.start(original, 10);
    there.awaitApplied();
    var here = startBeside(new MemoryJournal(T0), backup);
    await("noticed", () -> !here.applier.trouble().isEmpty());
    assertThat(here.applier.trouble()).hasSize(1).allMatch(why -> why.contains("copy"));

    original.append(T0.plusSeconds(10), ping(code, PingKind.SUCCESS));
    there.awaitApplied();
    assertThat(applied()).isEqualTo(4);
    assertThat(there.applier.trouble()).isEmpty();
    assertThat(fixture.one("SELECT count(*) FROM streams WHERE stalled_why IS NOT NULL")).isZero();
  }

  @Test
  void a_copy_that_is_ahead_of_the_database_applies_nothing_while_the_original_lives() {
    MemoryJournal original = heard(3).live();
    var there = fixture.start(original, 10);
    there.awaitApplied();
    MemoryJournal ahead = original.copy();
    ahead.append(T0.plusSeconds(20), ping(code, PingKind.FAIL));
    var here = startBeside(new MemoryJournal(T0), ahead);
    await("noticed", () -> !here.applier.trouble().isEmpty());
    assertThat(applied()).isEqualTo(3);
    assertThat(there.applier.trouble()).isEmpty();
  }

  @Test
  void a_stream_of_a_dead_process_is_replayed_before_anything_new() {
    MemoryJournal before = heard(3);
    MemoryJournal own = new MemoryJournal(T0.plusSeconds(60));
    own.append(T0.plusSeconds(60), ping(code, PingKind.FAIL));
    var here = startBeside(own, before);
    here.awaitApplied();
    assertThat(fixture.texts("SELECT kind AS v FROM pings ORDER BY n"))
        .containsExactly("success", "success", "success", "fail");
    await("closed", () -> fixture.one("SELECT count(*) FROM streams WHERE closed_at IS NULL") == 1);
  }

  @Test
  void an_unreadable_stream_keeps_nobody_waiting() {
    MemoryJournal before = heard(3);
    before.broken(true);
    MemoryJournal own = new MemoryJournal(T0.plusSeconds(60));
    own.append(T0.plusSeconds(60), ping(code, PingKind.SUCCESS));
    var here = startBeside(own, before);
    here.awaitApplied();
    assertThat(applied()).isEqualTo(1);
    assertThat(here.applier.trouble()).hasSize(1).allMatch(why -> why.contains("cannot be read"));
    // Its row is open, and holds back every decision that it could still change.
    assertThat(fixture.one("SELECT count(*) FROM streams WHERE closed_at IS NULL")).isEqualTo(2);
  }
}
