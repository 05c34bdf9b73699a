package dev.tocsin.alerter.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.World;
import dev.tocsin.domain.ping.PingKind;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Flips, incidents and deliveries have no foreign key to what they belong to: locks see to it that
 * they do not outlive it.
 */
class DeletedMeanwhileTest {

  private final World world = new World();
  private final FanOut fanOut = world.fanOut(10, () -> {}, AlerterMetrics.NONE);
  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final CountDownLatch handOver = new CountDownLatch(1);

  private final long check = world.check("job");
  private final long first = world.channel("group", "first");
  private final long second = world.channel("group", "second");

  DeletedMeanwhileTest() {
    world.assign(check, first);
    world.assign(check, second);
    world.ping(check, PingKind.FAIL, World.now());
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    world.close();
  }

  @Test
  void a_check_that_is_deleted_leaves_nothing() {
    fanOut.runOnce();
    assertThat(left()).isEqualTo(4);
    world.run("DELETE FROM checks WHERE id = ?", check);
    assertThat(left()).isZero();
  }

  @Test
  void a_check_that_is_deleted_while_its_flip_is_handed_over_leaves_nothing() {
    fanOutWaits();
    blocked(2, () -> world.run("DELETE FROM checks WHERE id = ?", check));
    handOver.countDown();
    Await.until("the check is gone", () -> count("checks") == 0);
    assertThat(left()).isZero();
  }

  @Test
  void a_check_that_is_deleted_while_its_status_changes_leaves_nothing() {
    world.run("DELETE FROM flips");
    CountDownLatch change = new CountDownLatch(1);
    threads.execute(
        () ->
            world.db.transaction(
                "a change",
                tx -> {
                  tx.update("t", "UPDATE check_state SET status = 'up'");
                  tx.update(
                      "t",
                      """
                      INSERT INTO flips (check_id, at, old_status, new_status, reason)
                      VALUES (?, now(), 'down', 'up', 'success')
                      """,
                      check);
                  change.countDown();
                  Await.untilOpen(handOver);
                  return true;
                }));
    Await.untilOpen(change);
    blocked(1, () -> world.run("DELETE FROM checks WHERE id = ?", check));
    handOver.countDown();
    Await.until("the check is gone", () -> count("checks") == 0);
    assertThat(left()).isZero();
  }

  @Test
  void a_channel_that_is_deleted_while_a_flip_is_handed_over_leaves_no_delivery() {
    fanOutWaits();
    blocked(2, () -> world.run("DELETE FROM channels WHERE id = ?", first));
    handOver.countDown();
    Await.until("the channel is gone", () -> count("channels") == 1);
    Await.until("the other channel is told", () -> count("deliveries") == 1);
    assertThat(world.one("SELECT channel_id AS n FROM deliveries")).isEqualTo(second);
  }

  /** Fan-out has made everything and holds the first lane; the second is another's for a while. */
  private void fanOutWaits() {
    CountDownLatch held = new CountDownLatch(1);
    threads.execute(
        () ->
            world.db.transaction(
                "holding a lane",
                tx -> {
                  tx.query(
                      "t",
                      "SELECT channel_id FROM lanes WHERE channel_id = ? FOR UPDATE",
                      row -> true,
                      second);
                  held.countDown();
                  Await.untilOpen(handOver);
                  return true;
                }));
    Await.untilOpen(held);
    blocked(1, fanOut::runOnce);
  }

  /** Starts something and waits until so many transactions wait for a lock. */
  private void blocked(int waiting, Runnable work) {
    threads.execute(work);
    Await.until(
        waiting + " wait for a lock",
        () ->
            world.one(
                    """
                    SELECT count(*) AS n FROM pg_stat_activity
                     WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """)
                >= waiting);
  }

  private long left() {
    return count("flips") + count("incidents") + count("deliveries");
  }

  private long count(String table) {
    return world.one("SELECT count(*) AS n FROM " + table);
  }
}
