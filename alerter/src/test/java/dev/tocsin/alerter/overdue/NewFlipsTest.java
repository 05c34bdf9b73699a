package dev.tocsin.alerter.overdue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.fanout.FanOut;
import dev.tocsin.alerter.fanout.FanOutLock;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The scan hands over what it finds, unless something is in the way of that. */
class NewFlipsTest {

  private final World world = new World();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final FanOut fanOut = world.fanOut(10, made::incrementAndGet, AlerterMetrics.NONE);
  private final OverdueScan scan =
      new OverdueScan(
          world.db,
          Duration.ZERO,
          Duration.ofMillis(250),
          100,
          Optional.of(fanOut),
          waiting::incrementAndGet,
          AlerterMetrics.NONE);
  private final ExecutorService threads = Executors.newSingleThreadExecutor();
  private final long channel = world.channel("group", "mail");

  NewFlipsTest() {
    world.stream(World.now());
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    world.close();
  }

  private long overdue(String name) {
    long check = world.overdue(name, Duration.ofMinutes(1));
    world.assign(check, channel);
    world.run("UPDATE flips SET fanned_out = true WHERE check_id = ?", check); // new>up
    return check;
  }

  private List<String> told() {
    return world.texts(
        """
        SELECT c.name || ' ' || f.new_status AS t FROM deliveries d
          JOIN flips f ON f.id = d.flip_id JOIN checks c ON c.id = f.check_id ORDER BY d.id
        """);
  }

  private long waitingFlips() {
    return world.one("SELECT count(*) AS n FROM flips WHERE NOT fanned_out");
  }

  @Test
  void a_missed_deadline_is_handed_over_in_the_transaction_that_finds_it() {
    long check = overdue("job");
    scan.runOnce();
    assertThat(world.flips(check)).contains("up>down timeout");
    assertThat(told()).containsExactly("job down");
    assertThat(waitingFlips()).isZero();
    assertThat(
            world.one(
                "SELECT count(*) AS n FROM incidents i JOIN flips f ON f.id = i.flip_id"
                    + " WHERE f.new_status = 'down' AND i.closed_at IS NULL"))
        .isEqualTo(1);
    assertThat(world.one("SELECT count(*) AS n FROM lanes WHERE next_at <= now()")).isEqualTo(1);
    assertThat(made).hasValue(1);
    assertThat(waiting).hasValue(0);
    assertThat(
            world.one(
                "SELECT count(DISTINCT x) AS n FROM (SELECT xmin::text AS x FROM flips"
                    + " WHERE new_status = 'down' UNION ALL SELECT xmin::text FROM incidents) w"))
        .as("transactions")
        .isEqualTo(1);
  }

  @Test
  void the_flips_of_many_checks_belong_to_their_checks() {
    for (int i = 0; i < 40; i++) {
      long check = world.overdue("job " + i, Duration.ofSeconds(100 - (i * 7) % 40));
      world.assign(check, channel);
    }
    world.run("UPDATE flips SET fanned_out = true");
    scan.runOnce();
    assertThat(told()).hasSize(40);
    assertThat(
            world.one(
                """
                SELECT count(*) AS n FROM incidents i JOIN flips f ON f.id = i.flip_id
                  JOIN deliveries d ON d.flip_id = f.id
                 WHERE i.check_id = f.check_id AND d.check_id = f.check_id AND i.opened_at = f.at
                """))
        .isEqualTo(40);
  }

  @Test
  void what_is_found_while_another_fans_out_waits_for_the_fan_out() {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    threads.execute(
        () ->
            world.db.transaction(
                "fanning out",
                tx -> {
                  assertThat(FanOutLock.take(tx)).isPresent();
                  held.countDown();
                  Await.untilOpen(go);
                  return true;
                }));
    Await.untilOpen(held);
    overdue("job");
    scan.runOnce();
    go.countDown();
    assertThat(waitingFlips()).isEqualTo(1);
    assertThat(waiting).hasValue(1);
    Await.until("it is handed over", () -> !fanOut.runOnce() && told().size() == 1);
    assertThat(told()).containsExactly("job down");
  }

  @Test
  void what_waits_is_not_overtaken() {
    long first = world.check("first");
    world.assign(first, channel);
    world.ping(first, PingKind.FAIL, World.now());
    overdue("second");
    world.run("UPDATE flips SET fanned_out = false WHERE check_id = ?", first);
    scan.runOnce();
    assertThat(told()).isEmpty();
    fanOut.runOnce();
    assertThat(told()).containsExactly("first down", "second down");
  }

  @Test
  void a_flip_of_an_unknown_status_holds_up_nothing() {
    long first = world.check("first");
    world.run(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason)
        VALUES (?, now(), 'up', 'dozing', 'timeout')
        """,
        first);
    overdue("second");
    scan.runOnce();
    assertThat(told()).containsExactly("second down");
  }

  @Test
  void flips_that_cannot_be_handed_over_now_wait() {
    long check = overdue("job");
    world.run(
        """
        CREATE FUNCTION gone() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE foreign_key_violation USING MESSAGE = 'a channel just went'; END $$
        """);
    world.run(
        "CREATE TRIGGER gone BEFORE INSERT ON deliveries FOR EACH ROW EXECUTE FUNCTION gone()");
    scan.runOnce();
    assertThat(world.status(check)).isEqualTo("down");
    assertThat(waitingFlips()).isEqualTo(1);
    assertThat(world.one("SELECT count(*) AS n FROM incidents")).isZero();
    assertThat(waiting).hasValue(1);
    world.run("DROP TRIGGER gone ON deliveries");
    fanOut.runOnce();
    assertThat(told()).containsExactly("job down");
    assertThat(world.flips(check)).filteredOn(flip -> flip.startsWith("up>down")).hasSize(1);
  }
}
