package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Await;
import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.notices.NewNotice;
import dev.tocsin.alerter.notices.Notices;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Notices, reminders and escalations on their way. */
class NoticeDeliveryTest {

  private final Lanes lanes = new Lanes();
  private final Receiver mail = lanes.receivers.of("mail");
  private final Receiver hook = lanes.receivers.of("hook");
  private final long toMail = lanes.world.channel("group", "mail");
  private final long toHook = lanes.world.channel("single", "hook");

  @AfterEach
  void close() {
    lanes.close();
  }

  private NewNotice notice(String key, String matter, Alert.Level level, String title) {
    long project = lanes.world.one("SELECT id AS n FROM projects");
    return new NewNotice(
        project, key, matter, "test", level, title, List.of("One line."), "/checks");
  }

  private boolean post(NewNotice notice, Long... channels) {
    return lanes.world.db.transaction(
        "posting", tx -> Notices.post(tx, notice, Arrays.asList(channels)));
  }

  private void remind(long check, String reason, int step, long channel) {
    lanes.world.run(
        """
        INSERT INTO deliveries (flip_id, channel_id, check_id, reason, step)
        SELECT max(id), ?, check_id, ?, ? FROM flips WHERE check_id = ? GROUP BY check_id
        """,
        channel,
        reason,
        step,
        check);
    lanes.world.db.transaction(
        "hurry",
        tx -> {
          Notices.hurry(tx, List.of(channel));
          return true;
        });
  }

  private void fail(long check) {
    lanes.world.ping(check, PingKind.FAIL, World.now());
  }

  private static List<String> titles(Receiver receiver) {
    return receiver.taken.stream()
        .map(alert -> alert.notice().map(Alert.Notice::title).orElse("-"))
        .toList();
  }

  private List<String> withheld() {
    return lanes.world.texts(
        "SELECT withheld AS t FROM deliveries WHERE withheld IS NOT NULL ORDER BY id");
  }

  @Test
  void a_notice_is_posted_once_and_reaches_every_channel_with_its_words() {
    NewNotice notice = notice("k", "m", Alert.Level.PROBLEM, "Something is wrong");
    assertThat(post(notice, toMail, toHook)).isTrue();
    assertThat(post(notice, toMail, toHook)).isFalse();
    lanes.deliver();
    for (Receiver receiver : List.of(mail, hook)) {
      assertThat(receiver.taken).hasSize(1);
      Alert alert = receiver.taken.get(0);
      assertThat(alert.news()).isEmpty();
      Alert.Notice said = alert.notice().orElseThrow();
      assertThat(said.id()).isEqualTo("m");
      assertThat(said.level()).isEqualTo(Alert.Level.PROBLEM);
      assertThat(said.title()).isEqualTo("Something is wrong");
      assertThat(said.lines()).containsExactly("One line.");
      assertThat(said.link()).hasToString("https://t.example/checks");
    }
    assertThat(lanes.messages()).isEqualTo("delivered 1, delivered 1");
  }

  @Test
  void a_notice_waits_for_no_window_of_news() {
    long check = lanes.check("job", toMail);
    fail(check);
    lanes.deliver();
    fail(lanes.check("other", toMail));
    post(notice("k", "m", Alert.Level.INFO, "By the way"), toMail);
    lanes.deliver();
    assertThat(titles(mail)).containsExactly("-", "By the way");
  }

  @Test
  void what_is_said_of_one_matter_arrives_in_order_and_other_matters_pass_by() {
    mail.answer =
        alert ->
            alert.notice().map(Alert.Notice::title).equals(Optional.of("begins"))
                ? Receiver.LATER
                : Receiver.OK;
    post(notice("1", "storm", Alert.Level.PROBLEM, "begins"), toMail);
    post(notice("2", "storm", Alert.Level.OVER, "ends"), toMail);
    post(notice("3", "other", Alert.Level.INFO, "else"), toMail);
    lanes.deliver();
    assertThat(titles(mail)).containsExactly("else");
    mail.answer = alert -> Receiver.OK;
    lanes.pass(Duration.ofSeconds(2));
    lanes.deliver();
    assertThat(titles(mail)).containsExactly("else", "begins", "ends");
  }

  @Test
  void reminders_are_one_message_that_says_so_and_carries_the_checks() {
    List<Long> checks = Stream.of("a", "b", "c").map(name -> lanes.check(name, toMail)).toList();
    checks.forEach(this::fail);
    lanes.deliver();
    checks.forEach(check -> remind(check, "reminder", 1, toMail));
    lanes.deliver();
    assertThat(titles(mail)).containsExactly("-", "Reminder: 3 checks are still down");
    assertThat(mail.told()).isEqualTo("a down, b down, c down | a down, b down, c down");
    remind(checks.get(0), "escalation", 1, toHook);
    lanes.deliver();
    assertThat(titles(hook))
        .containsExactly("Escalation: a is down, and nobody has acknowledged it");
    assertThat(hook.told()).isEqualTo("a down");
  }

  @Test
  void a_reminder_whose_check_is_up_again_when_its_turn_comes_is_withheld() {
    long check = lanes.check("job", toHook);
    fail(check);
    lanes.deliver();
    remind(check, "reminder", 1, toHook);
    lanes.world.ping(check, PingKind.SUCCESS, World.now());
    lanes.deliver();
    assertThat(hook.told()).isEqualTo("job down | job up");
    assertThat(withheld()).containsExactly("over");
    assertThat(lanes.world.one("SELECT count(*) AS n FROM lanes WHERE next_at IS NOT NULL"))
        .isZero();
  }

  @Test
  void a_channel_that_asks_for_it_is_not_told_of_a_down_that_was_over_in_time() {
    lanes.world.run("UPDATE channels SET skip_short = (id = ?)", toMail);
    long first = lanes.check("first", toMail, toHook);
    long brief = lanes.check("brief", toMail, toHook);
    fail(first);
    lanes.deliver();
    fail(brief);
    lanes.deliver();
    lanes.world.ping(brief, PingKind.SUCCESS, World.now());
    lanes.deliver();
    lanes.pass(Lanes.LIMITS.groupWindow());
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("first down");
    assertThat(withheld()).containsExactly("short", "short");
    assertThat(hook.told()).isEqualTo("first down | brief down | brief up");
  }

  @Test
  void after_the_holder_of_a_lane_is_gone_its_notice_is_sent_with_the_same_key_and_words() {
    CountDownLatch release = new CountDownLatch(1);
    List<Long> checks = Stream.of("a", "b").map(name -> lanes.check(name, toMail)).toList();
    checks.forEach(this::fail);
    lanes.deliver();
    checks.forEach(check -> remind(check, "reminder", 1, toMail));
    mail.answer =
        alert -> {
          Await.untilOpen(release);
          return Receiver.OK;
        };
    lanes.delivery.runOnce();
    Await.until("the first holder sends", () -> mail.busy.get() == 1);
    mail.answer = alert -> Receiver.OK;
    lanes.world.run("UPDATE lanes SET leased_until = now() - interval '1 s'");
    Delivery other = lanes.another(lanes.world.db);
    other.runOnce();
    Await.until("the other is done", () -> mail.tried.size() == 3 && other.isIdle());
    Alert one = mail.tried.get(1);
    Alert again = mail.tried.get(2);
    assertThat(again.key()).isEqualTo(one.key());
    assertThat(again.notice()).isPresent().isEqualTo(one.notice());
    release.countDown();
    Await.until("the first holder lets go", lanes.delivery::isIdle);
    other.close();
    assertThat(lanes.world.one("SELECT count(*) AS n FROM notices")).isEqualTo(1);
  }
}
