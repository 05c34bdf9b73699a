package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.TcpProxy;
import dev.tocsin.alerter.World;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.store.Db;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several alerters, and what is left behind by one that died. */
class TakeOverTest {

  private final Lanes lanes = new Lanes();
  private final Receiver hook = lanes.receivers.of("hook");
  private final long channel = lanes.world.channel("single", "hook");

  @AfterEach
  void close() {
    lanes.close();
  }

  private void fail(long check) {
    lanes.world.ping(check, PingKind.FAIL, World.now());
  }

  @Test
  void after_the_holder_of_a_lane_is_gone_the_same_message_is_sent_by_another() {
    CountDownLatch release = new CountDownLatch(1);
    hook.answer =
        alert -> {
          Await.untilOpen(release);
          return Receiver.OK;
        };
    fail(lanes.check("job", channel));
    lanes.fanOut();
    lanes.delivery.runOnce();
    Await.until("the first holder sends", () -> hook.busy.get() == 1);

    Delivery other = lanes.another(lanes.world.db);
    other.runOnce();
    assertThat(other.isIdle()).as("the lease protects the lane").isTrue();

    hook.answer = alert -> Receiver.OK;
    lanes.world.run("UPDATE lanes SET leased_until = now() - interval '1 s'");
    other.runOnce();
    Await.until("the other is done", () -> hook.tried.size() == 2 && other.isIdle());
    assertThat(hook.tried.get(1).key()).isEqualTo(hook.tried.get(0).key());
    assertThat(lanes.messages()).isEqualTo("delivered 1");

    // The first one comes back from the dead: the lane is not its own, and it writes nothing.
    release.countDown();
    Await.until("the first holder lets go", lanes.delivery::isIdle);
    assertThat(lanes.messages()).isEqualTo("delivered 1");
    assertThat(lanes.world.one("SELECT count(*) AS n FROM attempts")).isEqualTo(1);
    other.close();
  }

  @Test
  void two_alerters_on_many_lanes_send_each_message_once() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<Long> channels = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      channels.add(lanes.world.channel(i % 3 == 0 ? "group" : "single", "r" + i));
    }
    int news = 0;
    for (int i = 0; i < 40; i++) {
      long check = lanes.world.check("job " + i);
      for (long to : channels) {
        if (random.nextInt(3) == 0) {
          lanes.world.assign(check, to);
          news++;
        }
      }
      fail(check);
    }
    lanes.fanOut();
    Delivery other = lanes.another(lanes.world.db);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CyclicBarrier together = new CyclicBarrier(2);
    List<Future<?>> done = new ArrayList<>();
    for (Delivery one : List.of(lanes.delivery, other)) {
      done.add(
          pool.submit(
              () -> {
                together.await();
                for (int round = 0; round < 20; round++) {
                  one.runOnce();
                }
                return 0;
              }));
    }
    for (Future<?> one : done) {
      one.get();
    }
    pool.shutdown();
    Await.until("both are done", () -> lanes.delivery.isIdle() && other.isIdle());
    lanes.deliver();
    lanes.pass(Duration.ofMinutes(1));
    lanes.deliver();
    int told = 0;
    for (int i = 0; i < 12; i++) {
      List<Alert> tried = lanes.receivers.of("r" + i).tried;
      assertThat(tried.stream().map(Alert::key)).as("seed %d", seed).doesNotHaveDuplicates();
      told += tried.stream().mapToInt(alert -> alert.news().size()).sum();
    }
    assertThat(told).as("seed %d", seed).isEqualTo(news);
    other.close();
  }

  @Test
  void a_result_is_kept_until_the_database_is_back_and_the_message_is_sent_once() throws Exception {
    try (TcpProxy proxy = new TcpProxy(lanes.world.config);
        Db db = Db.open(proxy.config(Duration.ofSeconds(1)))) {
      Delivery behind = lanes.another(db);
      hook.answer =
          alert -> {
            proxy.cut();
            return Receiver.OK;
          };
      fail(lanes.check("job", channel));
      lanes.fanOut();
      behind.runOnce();
      Await.until("the message is taken", () -> hook.taken.size() == 1);
      assertThat(lanes.messages()).isEqualTo("sending 0");
      proxy.heal();
      Await.until("the result is recorded", () -> lanes.messages().equals("delivered 1"));
      Await.until("the lane is given back", behind::isIdle);
      assertThat(hook.tried).hasSize(1);
      behind.close();
    }
  }

  @Test
  void closing_finishes_the_attempt_in_progress_and_gives_the_lane_back() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    hook.answer =
        alert -> {
          Await.untilOpen(release);
          return Receiver.OK;
        };
    for (int i = 0; i < 20; i++) {
      fail(lanes.check("job " + i, channel));
    }
    lanes.fanOut();
    Delivery one = lanes.another(lanes.world.db);
    one.runOnce();
    Await.until("attempts run", () -> hook.busy.get() == Lanes.LIMITS.perLane());
    Thread closer = new Thread(one::close);
    closer.start();
    release.countDown();
    closer.join();
    assertThat(one.isIdle()).isTrue();
    assertThat(hook.taken.size()).isLessThan(20);
    assertThat(
            lanes.world.one(
                "SELECT count(*) AS n FROM lanes WHERE lease IS NULL AND next_at <= now()"))
        .isEqualTo(1);
    hook.answer = alert -> Receiver.OK;
    lanes.deliver();
    assertThat(hook.tried.stream().map(Alert::key).distinct()).hasSize(20);
    assertThat(hook.tried).hasSize(20);
  }

  @Test
  void closing_does_not_wait_for_a_receiver_that_hangs() {
    hook.answer =
        alert -> {
          Await.untilOpen(new CountDownLatch(1));
          return Receiver.OK;
        };
    for (int i = 0; i < 20; i++) {
      fail(lanes.check("job " + i, channel));
    }
    lanes.fanOut();
    Delivery one = lanes.another(lanes.world.db);
    one.runOnce();
    Await.until("attempts run", () -> hook.busy.get() == Lanes.LIMITS.perLane());
    long before = System.nanoTime();
    one.close();
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
    assertThat(hook.tried).hasSize(Lanes.LIMITS.perLane());
    assertThat(
            lanes.world.one("SELECT sum(attempts)::int AS n FROM messages WHERE state = 'sending'"))
        .isEqualTo(Lanes.LIMITS.perLane());
    assertThat(lanes.world.one("SELECT count(*) AS n FROM lanes WHERE lease IS NULL")).isEqualTo(1);
  }
}
