package dev.tocsin.alerter.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.World;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The books that operators look into. */
class RecordsTest {

  private final World world = new World();
  private final AtomicLong nanos = new AtomicLong(1);
  private final Records records = new Records(world.db, nanos::get);

  @AfterEach
  void close() {
    world.close();
  }

  /** A missed deadline of the last hour that was found and told so many seconds later. */
  private void missed(long check, int found, int told) {
    world.run(
        """
        WITH last AS (SELECT date_trunc('hour', now(), 'UTC') - interval '30 min' AS at),
        c AS (INSERT INTO channels (project_id, kind, settings)
              SELECT project_id, 'email', '' FROM checks WHERE id = ? RETURNING id),
        f AS (INSERT INTO flips (check_id, at, old_status, new_status, reason, noted_at, fanned_out)
              SELECT ?, last.at, 'up', 'down', 'timeout', last.at + make_interval(secs => ?), true
                FROM last RETURNING id, at),
        m AS (INSERT INTO messages (channel_id, key, state) SELECT id, gen_random_uuid(), 'delivered'
                FROM c RETURNING id, channel_id),
        d AS (INSERT INTO deliveries (flip_id, channel_id, check_id, message_id)
              SELECT f.id, m.channel_id, ?, m.id FROM f, m)
        INSERT INTO attempts (message_id, at, took, verdict)
        SELECT m.id, f.at + make_interval(secs => ?), interval '1 s', v
          FROM f, m, unnest(ARRAY['try_again', 'delivered']) v
        """,
        check,
        check,
        found,
        check,
        told);
  }

  @Test
  void the_lag_of_an_hour_is_added_up_once_it_is_over_and_again_while_something_waits() {
    long check = world.check("job");
    for (int i = 1; i <= 99; i++) {
      missed(check, 1, 3);
    }
    missed(check, 2, 60);
    world.run(
        """
        WITH c AS (SELECT min(id) AS id FROM channels),
        f AS (INSERT INTO flips (check_id, at, old_status, new_status, reason, noted_at, fanned_out)
              SELECT ?, date_trunc('hour', now(), 'UTC') - interval '20 min', 'up', 'down', 'timeout',
                     date_trunc('hour', now(), 'UTC') - interval '20 min', true RETURNING id)
        INSERT INTO deliveries (flip_id, channel_id, check_id) SELECT f.id, c.id, ? FROM f, c
        """,
        check,
        check);
    records.runOnce();
    assertThat(
            world.texts(
                """
                SELECT format('%s %s %s %s %s %s %s %s %s %s', flips, waiting, prompt, found_p50,
                              found_p99, told_p50, told_p99, lag_p50, lag_p99, lag_max) AS t
                  FROM alert_lag
                """))
        .containsExactly("101 1 99 1000 1000 2000 2000 3000 3000 60000");
    world.run("UPDATE deliveries SET withheld = 'short' WHERE message_id IS NULL");
    records.runOnce();
    assertThat(world.one("SELECT waiting AS n FROM alert_lag")).as("not every time").isOne();
    nanos.addAndGet(Duration.ofMinutes(11).toNanos());
    records.runOnce();
    assertThat(world.one("SELECT waiting AS n FROM alert_lag")).isZero();
    assertThat(world.one("SELECT flips AS n FROM alert_lag")).isEqualTo(100);
  }

  @Test
  void a_control_rod_whose_time_is_over_ends_by_itself_and_that_is_noted() {
    world.run(
        """
        INSERT INTO control_rods (name, reason, set_by, until)
        VALUES ('sending', 'x', 'ada', now() - interval '1 s'), ('upkeep', 'x', 'ada', NULL)
        """);
    records.runOnce();
    assertThat(world.texts("SELECT name AS t FROM control_rods")).containsExactly("upkeep");
    assertThat(
            world.texts(
                "SELECT actor || ' ' || action || ' ' || (detail ->> 'rod') AS t FROM audit"))
        .containsExactly("time rod.end sending");
  }
}
