package dev.tocsin.alerter.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.World;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverdueScanTest {

  private static final Duration POLL = Duration.ofMillis(250);

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private OverdueScan scan() {
    return new OverdueScan(
        world.db, Duration.ZERO, POLL, 100, Optional.empty(), () -> {}, AlerterMetrics.NONE);
  }

  /** The worked example of the protocol: period 3600, grace 300, seconds from an origin. */
  @Test
  void the_worked_example_of_the_protocol_comes_out_of_the_alerter() {
    Instant origin = Instant.parse("2026-01-01T00:00:00Z");
    UUID stream = world.stream(origin);
    long check = world.check("example");
    OverdueScan scan = scan();
    record Step(long at, String event, String status) {}
    List<Step> steps =
        List.of(
            new Step(10, "start", "new"),
            new Step(60, "success", "up"),
            new Step(100, "log", "up"),
            new Step(3650, "start", "up"),
            new Step(3700, "", "up"),
            new Step(3950, "", "up"), // the deadline itself is still in time
            new Step(3951, "", "down"),
            new Step(4000, "success", "up"),
            new Step(4100, "fail", "down"),
            new Step(4200, "start", "down"),
            new Step(4599, "", "down"),
            new Step(4600, "success", "up"),
            new Step(8500, "", "up"),
            new Step(8501, "", "down"));
    for (Step step : steps) {
      Instant at = origin.plusSeconds(step.at());
      if (!step.event().isEmpty()) {
        world.ping(check, PingKind.of(step.event()), at);
      }
      world.heardThrough(stream, at);
      scan.runOnce();
      assertThat(world.status(check)).as("%s", step).isEqualTo(step.status());
    }
    assertThat(
            world.texts(
                """
                SELECT extract(epoch FROM at - '2026-01-01Z')::int || ' ' || old_status || '>'
                         || new_status || ' ' || reason AS t
                  FROM flips WHERE check_id = ? ORDER BY id
                """,
                check))
        .containsExactly(
            "60 new>up success",
            "3950 up>down timeout",
            "4000 down>up success",
            "4100 up>down fail",
            "4600 down>up success",
            "8500 up>down timeout");
  }

  @Test
  void a_flip_is_dated_at_the_deadline_and_the_state_sleeps() {
    Instant ping = Instant.parse("2026-01-01T00:00:00.123456Z");
    long check = world.check("late");
    world.ping(check, PingKind.SUCCESS, ping);
    world.stream(World.now());
    scan().runOnce();
    Instant deadline = ping.plus(World.PERIOD).plus(World.GRACE);
    assertThat(
            world.one(
                "SELECT count(*) AS n FROM flips WHERE check_id = ? AND at = ?", check, deadline))
        .isEqualTo(1);
    assertThat(
            world.one(
                """
                SELECT count(*) AS n FROM check_state
                 WHERE check_id = ? AND deadline IS NULL AND wake_at IS NULL AND last_ping = ?
                """,
                check,
                ping))
        .isEqualTo(1);
  }

  @Test
  void a_backlog_delays_alerts_and_never_makes_them_false() {
    Instant now = World.now();
    UUID quick = world.stream(now);
    UUID behind = world.stream(now.minus(Duration.ofMinutes(10)));
    long missed = world.overdue("missed", Duration.ofMinutes(5));
    long alive = world.overdue("alive", Duration.ofMinutes(5));
    OverdueScan scan = scan();
    scan.runOnce();
    assertThat(world.status(missed)).isEqualTo("up");

    // The backlog arrives: one of the two was heard in time, through the slow listener.
    world.ping(alive, PingKind.SUCCESS, now.minus(Duration.ofMinutes(6)));
    world.heardThrough(behind, now);
    world.heardThrough(quick, now);
    scan.runOnce();
    assertThat(world.flips(missed)).containsExactly("new>up success", "up>down timeout");
    assertThat(world.flips(alive)).containsExactly("new>up success");
  }

  @Test
  void a_deadline_that_comes_by_again_after_the_clock_was_set_back_is_not_judged_twice() {
    Instant deadline = World.now().minus(Duration.ofHours(2));
    UUID stream = world.stream(deadline.plus(Duration.ofMinutes(5)));
    long silent = world.overdue("silent", Duration.ofHours(2));
    long back = world.overdue("back", Duration.ofHours(2));
    OverdueScan scan = scan();
    scan.runOnce();
    assertThat(List.of(world.status(silent), world.status(back))).containsOnly("down");

    // Hearing goes back with the clock, to before both deadlines; one of the two comes back then.
    Instant before = deadline.minus(Duration.ofMinutes(10));
    world.heardThrough(stream, before);
    scan.runOnce();
    world.ping(back, PingKind.SUCCESS, before);
    for (int minute = 0; minute <= 20; minute++) {
      world.heardThrough(stream, before.plus(Duration.ofMinutes(minute)));
      scan.runOnce();
    }
    assertThat(world.flips(silent)).containsExactly("new>up success", "up>down timeout");
    assertThat(world.flips(back))
        .containsExactly("new>up success", "up>down timeout", "down>up success");
    world.heardThrough(stream, before.plus(World.PERIOD).plus(World.GRACE).plusSeconds(1));
    scan.runOnce();
    assertThat(world.flips(back)).last().as("its next deadline").isEqualTo("up>down timeout");
    assertThat(world.flips(silent)).hasSize(2);
  }

  @Test
  void with_no_open_stream_nothing_goes_down() {
    long check = world.overdue("alone", Duration.ofMinutes(5));
    UUID closed = world.stream(World.now());
    world.run("UPDATE streams SET closed_at = now() WHERE id = ?", closed);
    scan().runOnce();
    assertThat(world.status(check)).isEqualTo("up");
  }

  @Test
  void a_slow_poll_is_no_gap() {
    AtomicLong nanos = new AtomicLong();
    Duration poll = Duration.ofSeconds(10);
    OverdueScan scan =
        new OverdueScan(
            world.db,
            Duration.ofSeconds(15),
            poll,
            10,
            Optional.empty(),
            () -> {},
            AlerterMetrics.NONE,
            nanos::get);
    world.stream(World.now());
    long check = world.overdue("late", Duration.ofMinutes(5));
    for (int round = 0; round < 3; round++) {
      scan.runOnce();
      nanos.addAndGet(poll.toNanos());
    }
    assertThat(world.status(check)).isEqualTo("down");
  }

  @Test
  void a_check_that_is_due_is_looked_at_soon_while_its_listener_keeps_up() {
    UUID stream = world.stream(World.now().minusMillis(200));
    long check = world.overdue("just due", Duration.ofMillis(100));
    OverdueScan scan = scan();
    assertThat(scan.pause()).isEqualTo(POLL);
    scan.runOnce(); // its grace began
    scan.runOnce();
    assertThat(world.status(check)).isEqualTo("up"); // nobody knows yet
    assertThat(scan.pause()).isLessThan(POLL);
    world.heardThrough(stream, World.now());
    scan.runOnce();
    assertThat(world.status(check)).isEqualTo("down");
    assertThat(scan.pause()).isEqualTo(POLL);
  }

  @Test
  void a_listener_that_is_silent_for_long_is_asked_for_no_more_often() {
    world.stream(World.now().minusSeconds(60));
    world.overdue("due for long", Duration.ofSeconds(10));
    OverdueScan scan = scan();
    scan.runOnce();
    assertThat(scan.pause()).isEqualTo(POLL);
  }

  @Test
  void without_a_listener_nobody_is_asked_more_often() {
    UUID stream = world.stream(World.now().minusMillis(200));
    world.overdue("just due", Duration.ofMillis(100));
    OverdueScan scan = scan();
    scan.runOnce(); // its grace began
    scan.runOnce();
    assertThat(scan.pause()).isLessThan(POLL);
    world.run("UPDATE streams SET closed_at = now() WHERE id = ?", stream);
    scan.runOnce();
    assertThat(scan.pause()).isEqualTo(POLL);
  }

  @Test
  void a_listener_whose_clock_is_ahead_makes_nothing_overdue_before_its_time() {
    world.stream(World.now().plusSeconds(30));
    long check = world.overdue("soon", Duration.ofSeconds(-20));
    new OverdueScan(
            world.db, Duration.ZERO, POLL, 100, Optional.empty(), () -> {}, AlerterMetrics.NONE)
        .runOnce();
    assertThat(world.status(check)).isEqualTo("up");
  }

  @Test
  void the_watermark_is_believed_only_after_settling_and_again_after_every_gap() {
    AtomicLong nanos = new AtomicLong(Duration.ofDays(1).toNanos());
    OverdueScan scan =
        new OverdueScan(
            world.db,
            Duration.ofSeconds(15),
            POLL,
            10,
            Optional.empty(),
            () -> {},
            AlerterMetrics.NONE,
            nanos::get);
    world.stream(World.now());
    long first = world.overdue("first", Duration.ofMinutes(5));
    for (int second = 0; second < 15; second++) {
      scan.runOnce();
      assertThat(world.status(first)).as("second %d", second).isEqualTo("up");
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    scan.runOnce();
    assertThat(world.status(first)).isEqualTo("down");

    long second = world.overdue("second", Duration.ofMinutes(5));
    nanos.addAndGet(Duration.ofMinutes(1).toNanos()); // suspended
    scan.runOnce();
    assertThat(world.status(second)).isEqualTo("up");
    for (int i = 0; i < 4; i++) {
      nanos.addAndGet(Duration.ofSeconds(4).toNanos());
      scan.runOnce();
    }
    assertThat(world.status(second)).isEqualTo("down");
  }

  @Test
  void a_check_that_is_not_yet_due_is_looked_at_again_shortly_before_it_is() {
    Instant now = World.now();
    world.stream(now);
    long check = world.check("early");
    world.ping(check, PingKind.SUCCESS, now.minus(Duration.ofMinutes(5)));
    world.run("UPDATE check_state SET wake_at = ? WHERE check_id = ?", now.minusSeconds(60), check);
    scan().runOnce();
    assertThat(world.status(check)).isEqualTo("up");
    assertThat(
            world.one(
                """
                SELECT count(*) AS n FROM check_state
                 WHERE check_id = ? AND wake_at = deadline - interval '5 minutes'
                   AND deadline = last_ping + interval '65 minutes'
                """,
                check))
        .isEqualTo(1);
  }

  @Test
  void a_check_that_makes_the_code_fail_is_set_aside_and_the_others_go_on() {
    AtomicInteger setAside = new AtomicInteger();
    AlerterMetrics metrics =
        new AlerterMetrics() {
          @Override
          public void setAside() {
            setAside.incrementAndGet();
          }
        };
    world.stream(World.now());
    long before = world.overdue("before", Duration.ofMinutes(9));
    long unreadable = world.overdue("unreadable", Duration.ofMinutes(8));
    long refused = world.overdue("refused", Duration.ofMinutes(7));
    long after = world.overdue("after", Duration.ofMinutes(6));
    world.run("UPDATE checks SET grace = '-1 s' WHERE id = ?", unreadable);
    world.run(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN IF NEW.check_id = %d AND NEW.reason = 'timeout'
             THEN RAISE 'no'; END IF; RETURN NEW; END $$
        """
            .formatted(refused));
    world.run(
        "CREATE TRIGGER refuse BEFORE INSERT ON flips FOR EACH ROW EXECUTE FUNCTION refuse()");

    OverdueScan scan =
        new OverdueScan(world.db, Duration.ZERO, POLL, 100, Optional.empty(), () -> {}, metrics);
    scan.runOnce();

    assertThat(List.of(world.status(before), world.status(after))).containsOnly("down");
    assertThat(List.of(world.status(unreadable), world.status(refused))).containsOnly("up");
    assertThat(setAside).hasValue(2);
    assertThat(
            world.one(
                """
                SELECT count(*) AS n FROM check_state
                 WHERE check_id IN (?, ?) AND wake_at > now() + interval '50 minutes'
                """,
                unreadable,
                refused))
        .isEqualTo(2);
  }

  @Test
  void a_row_that_somebody_holds_is_left_for_the_next_round() {
    world.stream(World.now());
    long held = world.overdue("held", Duration.ofMinutes(5));
    long free = world.overdue("free", Duration.ofMinutes(5));
    OverdueScan scan = scan();
    world.db.transaction(
        "holding",
        tx -> {
          tx.query(
              "hold", "SELECT 1 FROM check_state WHERE check_id = ? FOR UPDATE", row -> 0, held);
          return scan.runOnce();
        });
    assertThat(world.status(held)).isEqualTo("up");
    assertThat(world.status(free)).isEqualTo("down");
    scan.runOnce();
    assertThat(world.status(held)).isEqualTo("down");
  }

  @Test
  void several_alerters_and_a_listener_at_once_write_each_flip_once() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    world.stream(World.now());
    List<Long> checks = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      checks.add(world.overdue("check " + i, Duration.ofMinutes(5)));
    }
    ExecutorService pool = Executors.newFixedThreadPool(4);
    CyclicBarrier together = new CyclicBarrier(4);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      OverdueScan scan =
          new OverdueScan(
              world.db,
              Duration.ZERO,
              POLL,
              5 + random.nextInt(20),
              Optional.empty(),
              () -> {},
              AlerterMetrics.NONE);
      done.add(
          pool.submit(
              () -> {
                together.await();
                for (int round = 0; round < 60; round++) {
                  scan.runOnce();
                }
                return 0;
              }));
    }
    done.add(
        pool.submit(
            () -> {
              together.await();
              for (int i = 0; i < 60; i++) {
                world.ping(checks.get(random.nextInt(checks.size())), PingKind.LOG, World.now());
              }
              return 0;
            }));
    for (Future<?> one : done) {
      one.get();
    }
    pool.shutdown();
    assertThat(world.one("SELECT count(*) AS n FROM flips WHERE reason = 'timeout'"))
        .as("seed %d", seed)
        .isEqualTo(checks.size());
    assertThat(
            world.one("SELECT count(DISTINCT check_id) AS n FROM flips WHERE reason = 'timeout'"))
        .as("seed %d", seed)
        .isEqualTo(checks.size());
  }
}
