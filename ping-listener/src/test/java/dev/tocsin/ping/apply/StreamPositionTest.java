package dev.tocsin.ping.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What of a stream may be deleted: what no crash of the server can make it forget. */
class StreamPositionTest {

  private static final Instant T0 = Instant.parse("2026-11-20T08:00:00Z");

  private final MemoryJournal journal = new MemoryJournal(T0);
  private final StreamPosition position = new StreamPosition(journal, true);

  @BeforeEach
  void meet() {
    for (int i = 0; i < 3; i++) {
      journal.append(T0.plusSeconds(i), ApplyFixture.ping(UUID.randomUUID(), PingKind.SUCCESS));
    }
    assertThat(position.compare(0, null)).isFalse();
    assertThat(position.compare(0, null)).isTrue();
  }

  private long end(int entry) {
    return journal.entries().get(entry).end();
  }

  private void applyUpTo(int entry) {
    HearingStep step = new HearingStep(new Hearing(T0, T0), List.of());
    position.attempt(new Attempt(end(entry), end(entry), 1, List.of(), 0, 0, step, Duration.ZERO));
    position.attemptDone();
  }

  @Test
  void what_was_applied_may_be_deleted_once_a_commit_waited_for_the_disk() {
    applyUpTo(0);
    assertThat(position.syncedTo()).isZero();
    assertThat(position.isSynced()).isFalse();
    position.synced();
    assertThat(position.syncedTo()).isEqualTo(end(0));
    applyUpTo(1);
    assertThat(position.next()).isEqualTo(end(1));
    assertThat(position.syncedTo()).isEqualTo(end(0));
  }

  @Test
  void what_a_server_forgot_may_not_be_deleted_any_more() {
    applyUpTo(0);
    applyUpTo(1);
    position.synced();
    applyUpTo(2);
    assertThat(position.compare(end(0), null)).isFalse();
    assertThat(position.next()).isEqualTo(end(0));
    assertThat(position.syncedTo()).isEqualTo(end(0));
    applyUpTo(1);
    assertThat(position.syncedTo()).isEqualTo(end(0));
  }
}
