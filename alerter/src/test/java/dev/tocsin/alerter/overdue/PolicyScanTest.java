package dev.tocsin.alerter.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deadlines of checks that ask for more than the Pinging API: period 3600 s, grace 300 s. */
class PolicyScanTest {

  private static final Instant ORIGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_run_with_a_limit_of_its_own_goes_down_at_that_limit() {
    long check = check("max_runtime = interval '7200 s'");
    UUID stream = world.stream(ORIGIN);
    world.ping(check, PingKind.SUCCESS, ORIGIN);
    world.ping(check, PingKind.START, ORIGIN.plusSeconds(3_600));
    assertThat(statusAt(stream, check, 10_800)).isEqualTo("up");
    assertThat(statusAt(stream, check, 10_801)).isEqualTo("down");
    assertThat(downAt(check)).isEqualTo(10_800);
  }

  @Test
  void signs_of_life_move_the_deadline_and_the_look_after_it() {
    long check = check("keep_alive = true");
    UUID stream = world.stream(ORIGIN);
    world.ping(check, PingKind.START, ORIGIN);
    for (int second = 200; second <= 1_000; second += 200) {
      assertThat(statusAt(stream, check, second)).isEqualTo("new");
      world.ping(check, PingKind.LOG, ORIGIN.plusSeconds(second));
    }
    assertThat(statusAt(stream, check, 1_300)).isEqualTo("new");
    assertThat(statusAt(stream, check, 1_301)).isEqualTo("down");
    assertThat(downAt(check)).isEqualTo(1_300);
  }

  @Test
  void going_down_forgets_the_failures_before() {
    long check = check("failures_before_down = 3");
    UUID stream = world.stream(ORIGIN);
    world.ping(check, PingKind.FAIL, ORIGIN);
    assertThat(world.texts("SELECT progress AS t FROM check_state WHERE check_id = ?", check))
        .containsExactly("v1 f1");
    assertThat(statusAt(stream, check, 3_901)).isEqualTo("down");
    assertThat(world.one("SELECT count(*) AS n FROM check_state WHERE progress IS NOT NULL"))
        .isZero();
  }

  private long check(String columns) {
    long check = world.check("job");
    world.run("UPDATE checks SET " + columns + " WHERE id = ?", check);
    return check;
  }

  private String statusAt(UUID stream, long check, long second) {
    world.heardThrough(stream, ORIGIN.plusSeconds(second));
    new OverdueScan(
            world.db,
            Duration.ZERO,
            Duration.ofMillis(250),
            100,
            Optional.empty(),
            () -> {},
            AlerterMetrics.NONE)
        .runOnce();
    return world.status(check);
  }

  private long downAt(long check) {
    return world.one(
        """
        SELECT extract(epoch FROM at)::bigint - ?::bigint AS n FROM flips
         WHERE check_id = ? AND new_status = 'down'
        """,
        ORIGIN.getEpochSecond(),
        check);
  }
}
