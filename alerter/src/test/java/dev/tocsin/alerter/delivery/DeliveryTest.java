package dev.tocsin.alerter.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.channels.Alert;
import dev.tocsin.channels.Verdict;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a message: verdicts, retries, order, the breaker. */
class DeliveryTest {

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

  private void succeed(long check) {
    lanes.world.ping(check, PingKind.SUCCESS, World.now());
  }

  @Test
  void an_alert_says_what_happened_and_carries_the_check_as_the_flip_left_it() {
    Instant at = World.now().minusSeconds(90);
    long check = lanes.check("job", channel);
    lanes.world.ping(check, PingKind.FAIL, at);
    lanes.world.ping(check, PingKind.SUCCESS, at.plusSeconds(60));
    lanes.deliver();

    assertThat(hook.told()).isEqualTo("job down | job up");
    Alert.News down = hook.taken.get(0).news().get(0);
    assertThat(down.at()).isEqualTo(at);
    assertThat(down.reason()).isEqualTo("fail");
    assertThat(down.projectName()).isEqualTo("Lab");
    assertThat(down.downSince()).isEmpty();
    assertThat(down.checkJson().get())
        .contains("\"status\":\"down\"", "\"ping_url\":\"https://t.example/ping/" + down.code());
    Alert.News up = hook.taken.get(1).news().get(0);
    assertThat(up.downSince()).contains(at);
    assertThat(up.checkJson().get()).contains("\"status\":\"up\"");
    assertThat(up.lastPing().map(Alert.LastPing::n)).contains(2L);
    assertThat(up.pings()).extracting(Alert.LastPing::n).containsExactly(2L, 1L);
    assertThat(up.pings().get(1).body()).as("of the newest only").isEmpty();
    assertThat(up.lastPing().map(last -> new String(last.body(), UTF_8))).contains("body 2");
    assertThat(lanes.messages()).isEqualTo("delivered 1, delivered 1");
    assertThat(lanes.world.texts("SELECT delivered || ' and ' || failed AS t FROM lanes"))
        .containsExactly("2 and 0");
    assertThat(lanes.world.texts("SELECT verdict || ' ' || detail AS t FROM attempts"))
        .containsExactly("delivered ok", "delivered ok");
    assertThat(
            lanes.world.one(
                "SELECT count(*) AS n FROM lanes WHERE lease IS NOT NULL OR next_at IS NOT NULL"))
        .isZero();
  }

  @Test
  void a_control_rod_holds_alerts_back_and_none_is_lost_or_dated_anew() {
    Instant at = World.now().minusSeconds(90);
    long check = lanes.check("job", channel);
    lanes.world.ping(check, PingKind.FAIL, at);
    for (String rod : new String[] {"sending", "sending:single"}) {
      lanes.world.run(
          "INSERT INTO control_rods (name, reason, set_by) VALUES (?, 'x', 'ada')", rod);
      lanes.lookOnce();
      assertThat(hook.taken).as(rod).isEmpty();
      lanes.world.run("DELETE FROM control_rods");
    }
    lanes.world.run(
        """
        INSERT INTO control_rods (name, reason, set_by, until)
        VALUES ('sending:email', 'x', 'ada', NULL), ('sending', 'x', 'ada', now() - interval '1 s')
        """);
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("job down");
    assertThat(hook.taken.get(0).news().get(0).at()).isEqualTo(at);
  }

  @Test
  void a_rod_that_is_set_while_a_message_is_under_way_keeps_it_for_later() {
    hook.answer = alert -> Receiver.LATER;
    fail(lanes.check("job", channel));
    lanes.deliver();
    hook.answer = alert -> Receiver.OK;
    lanes.world.run("UPDATE messages SET next_at = now()");
    lanes.world.run("UPDATE lanes SET next_at = now()");
    lanes.world.run("INSERT INTO control_rods (name, reason, set_by) VALUES ('sending', 'x', 'a')");
    hook.taken.clear();
    lanes.lookOnce();
    assertThat(hook.taken).isEmpty();
    assertThat(lanes.messages()).isEqualTo("sending 1");
    lanes.world.run("DELETE FROM control_rods");
    lanes.deliver();
    assertThat(lanes.messages()).isEqualTo("delivered 2");
  }

  @Test
  void a_message_that_must_wait_is_tried_again_under_the_same_key() {
    hook.answer = alert -> Receiver.LATER;
    fail(lanes.check("job", channel));
    lanes.deliver();
    assertThat(lanes.messages()).isEqualTo("sending 1");
    assertThat(
            lanes.world.one(
                """
                SELECT count(*) AS n FROM messages m JOIN lanes l USING (channel_id)
                 WHERE m.next_at > now() AND m.next_at <= now() + interval '1 s'
                   AND l.next_at = m.next_at
                """))
        .isEqualTo(1);
    hook.answer = alert -> Receiver.OK;
    lanes.pass(Duration.ofSeconds(1));
    lanes.deliver();
    assertThat(lanes.messages()).isEqualTo("delivered 2");
    assertThat(hook.tried.get(1).key()).isEqualTo(hook.tried.get(0).key());
    assertThat(lanes.world.texts("SELECT verdict AS t FROM attempts ORDER BY id"))
        .containsExactly("try_again", "delivered");
  }

  @Test
  void a_wait_that_the_other_side_asks_for_is_kept() {
    hook.answer = alert -> new Verdict.TryAgain("429", Optional.of(Duration.ofMinutes(10)));
    fail(lanes.check("job", channel));
    lanes.deliver();
    lanes.pass(Duration.ofMinutes(9));
    lanes.deliver();
    assertThat(hook.tried).hasSize(1);
    lanes.pass(Duration.ofMinutes(1));
    lanes.deliver();
    assertThat(hook.tried).hasSize(2);
  }

  @Test
  void after_a_day_of_trying_a_message_is_given_up() {
    hook.answer = alert -> Receiver.LATER;
    fail(lanes.check("job", channel));
    lanes.deliver();
    lanes.pass(Duration.ofHours(25));
    lanes.deliver();
    assertThat(lanes.messages()).isEqualTo("failed 2");
    assertThat(lanes.world.one("SELECT count(*) AS n FROM messages WHERE settled_at IS NOT NULL"))
        .isEqualTo(1);
  }

  @Test
  void a_target_that_is_gone_marks_its_channel_and_a_later_success_clears_it() {
    hook.answer = alert -> Receiver.NEVER;
    long check = lanes.check("job", channel);
    fail(check);
    lanes.deliver();
    assertThat(lanes.messages()).isEqualTo("failed 1");
    assertThat(
            lanes.world.texts(
                "SELECT broken_why AS t FROM channels WHERE broken_since IS NOT NULL"))
        .containsExactly("gone");
    hook.answer = alert -> Receiver.OK;
    succeed(check);
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("job up");
    assertThat(lanes.world.one("SELECT count(*) AS n FROM channels WHERE broken_since IS NULL"))
        .isEqualTo(1);
  }

  @Test
  void whoever_follows_up_is_woken_by_a_failure_and_by_a_channel_that_works_again() {
    AtomicInteger woken = new AtomicInteger();
    lanes.delivery.whenConsequent(woken::incrementAndGet);
    long check = lanes.check("job", channel);
    fail(check);
    lanes.deliver();
    assertThat(woken).hasValue(0);
    hook.answer = alert -> Receiver.NEVER;
    succeed(check);
    lanes.deliver();
    assertThat(woken).hasValue(1);
    hook.answer = alert -> Receiver.OK;
    fail(check);
    lanes.deliver();
    assertThat(woken).hasValue(2);
    succeed(check);
    lanes.deliver();
    assertThat(woken).hasValue(2);
  }

  @Test
  void a_message_that_alone_was_refused_leaves_its_channel_whole() {
    hook.answer = alert -> new Verdict.GiveUp("too long", false);
    fail(lanes.check("job", channel));
    lanes.deliver();
    assertThat(lanes.messages()).isEqualTo("failed 1");
    assertThat(lanes.world.one("SELECT count(*) AS n FROM channels WHERE broken_since IS NULL"))
        .isEqualTo(1);
  }

  @Test
  void an_exception_of_a_channel_counts_as_try_again() {
    hook.answer =
        alert -> {
          throw new IllegalStateException("secret");
        };
    fail(lanes.check("job", channel));
    lanes.deliver();
    assertThat(lanes.messages()).isEqualTo("sending 1");
    assertThat(lanes.world.texts("SELECT detail AS t FROM attempts"))
        .containsExactly("the channel failed: IllegalStateException");
  }

  @Test
  void a_retry_holds_back_its_own_check_and_no_other() {
    hook.answer = alert -> alert.news().get(0).name().equals("bad") ? Receiver.LATER : Receiver.OK;
    long bad = lanes.check("bad", channel);
    long good = lanes.check("good", channel);
    fail(bad);
    fail(good);
    lanes.deliver();
    succeed(bad);
    succeed(good);
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("good down | good up");
    hook.answer = alert -> Receiver.OK;
    lanes.pass(Duration.ofMinutes(1));
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("good down | good up | bad down | bad up");
  }

  @Test
  void a_dead_target_costs_a_probe_now_and_then_and_holds_up_no_other_channel() {
    hook.answer = alert -> Receiver.LATER;
    long other = lanes.world.channel("single", "other");
    for (int i = 0; i < 60; i++) {
      fail(lanes.check("job " + i, channel, other));
    }
    lanes.deliver();
    assertThat(lanes.receivers.of("other").taken).hasSize(60);
    assertThat(hook.tried).hasSizeLessThan(40);

    int before = hook.tried.size();
    for (int i = 0; i < 5; i++) {
      lanes.pass(Duration.ofMinutes(1));
      lanes.deliver();
    }
    assertThat(hook.tried.size() - before).isBetween(1, 5);

    hook.answer = alert -> Receiver.OK;
    lanes.pass(Duration.ofMinutes(15));
    lanes.deliver();
    lanes.pass(Duration.ofMinutes(15));
    lanes.deliver();
    assertThat(hook.taken).hasSize(60);
    assertThat(hook.taken.stream().map(Alert::key).distinct()).hasSize(60);
    assertThat(lanes.world.one("SELECT failures AS n FROM lanes WHERE channel_id = ?", channel))
        .isZero();
  }

  @Test
  void one_message_that_fails_for_ever_does_not_open_the_breaker() {
    hook.answer = alert -> alert.news().get(0).name().equals("bad") ? Receiver.LATER : Receiver.OK;
    fail(lanes.check("bad", channel));
    for (int i = 0; i < 6; i++) {
      lanes.deliver();
      lanes.pass(Duration.ofMinutes(15));
    }
    assertThat(hook.tried.size()).isGreaterThanOrEqualTo(5);
    fail(lanes.check("fresh", channel));
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("fresh down");
  }

  @Test
  void a_test_goes_through_the_same_lane() {
    lanes.world.sendTest(channel);
    lanes.deliver();
    assertThat(hook.taken).hasSize(1);
    assertThat(hook.taken.get(0).test()).isTrue();
    assertThat(lanes.messages()).isEqualTo("delivered 1");
  }

  @Test
  void a_test_is_tried_at_once_even_if_the_breaker_is_open() {
    hook.answer = alert -> Receiver.LATER;
    for (int i = 0; i < 5; i++) {
      fail(lanes.check("job " + i, channel));
    }
    lanes.deliver();
    lanes.pass(Duration.ofMinutes(1)); // messages are due, the lane still waits
    lanes.world.run("UPDATE lanes SET next_at = now() + interval '10 min'");
    hook.answer = alert -> Receiver.OK;
    lanes.world.sendTest(channel);
    lanes.deliver();
    assertThat(hook.taken.get(0).test()).isTrue();
    assertThat(hook.taken).hasSize(6);
  }

  @Test
  void checks_and_channels_deleted_on_the_way_are_harmless() {
    long gone = lanes.check("gone", channel);
    long stays = lanes.check("stays", channel);
    hook.answer = alert -> Receiver.LATER;
    fail(gone);
    lanes.deliver();
    lanes.world.run("DELETE FROM checks WHERE id = ?", gone);
    hook.answer = alert -> Receiver.OK;
    lanes.pass(Duration.ofMinutes(1));
    fail(stays);
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("stays down");
    assertThat(lanes.messages()).isEqualTo("delivered 1");

    hook.answer =
        alert -> {
          lanes.world.run("DELETE FROM channels WHERE id = ?", channel);
          return Receiver.OK;
        };
    succeed(stays);
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("stays down | stays up");
    assertThat(lanes.world.one("SELECT count(*) AS n FROM messages")).isZero();
  }

  @Test
  void a_channel_of_an_unknown_kind_waits_and_one_with_bad_settings_is_broken() {
    long unknown = lanes.world.channel("pigeon", "loft");
    long bad = lanes.world.channel("single", "bad");
    fail(lanes.check("one", unknown));
    fail(lanes.check("two", bad));
    lanes.deliver();
    assertThat(
            lanes.world.texts(
                """
                SELECT c.kind || ' ' || m.state || ' ' || (c.broken_since IS NOT NULL) AS t
                  FROM messages m JOIN channels c ON c.id = m.channel_id ORDER BY c.id
                """))
        .containsExactly("pigeon sending false", "single failed true");
  }

  @Test
  void several_checks_are_told_at_once_and_each_in_order() {
    int checks = 40;
    for (int i = 0; i < checks; i++) {
      long check = lanes.check("job " + i, channel);
      fail(check);
      succeed(check);
      fail(check);
    }
    lanes.deliver();
    assertThat(hook.taken).hasSize(3 * checks);
    for (int i = 0; i < checks; i++) {
      String name = "job " + i;
      assertThat(
              hook.taken.stream()
                  .map(alert -> alert.news().get(0))
                  .filter(news -> news.name().equals(name))
                  .map(Alert.News::status))
          .containsExactly("down", "up", "down");
    }
  }

  @Test
  void a_slow_answer_does_not_hold_up_a_fresh_alert_of_another_check() {
    var release = new CountDownLatch(1);
    hook.answer =
        alert -> {
          if (alert.news().get(0).name().equals("slow")) {
            Await.untilOpen(release);
          }
          return Receiver.OK;
        };
    fail(lanes.check("slow", channel));
    lanes.fanOut();
    lanes.delivery.runOnce();
    Await.until("the slow attempt runs", () -> hook.busy.get() == 1);
    fail(lanes.check("fresh", channel));
    lanes.fanOut();
    Await.until("the fresh alert arrives", () -> hook.told().equals("fresh down"));
    release.countDown();
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("fresh down | slow down");
  }
}
