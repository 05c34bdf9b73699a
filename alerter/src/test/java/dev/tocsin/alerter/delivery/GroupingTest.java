package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Channels that tell of many checks in one message. */
class GroupingTest {

  private final Lanes lanes = new Lanes();
  private final Receiver mail = lanes.receivers.of("mail");
  private final long channel = lanes.world.channel("group", "mail");
  private final long a = lanes.check("a", channel);
  private final long b = lanes.check("b", channel);
  private final long c = lanes.check("c", channel);

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
  void the_first_down_goes_at_once_and_what_follows_becomes_one_message() {
    fail(a);
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down");
    fail(b);
    lanes.deliver();
    fail(c);
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down");
    lanes.pass(Lanes.LIMITS.groupWindow());
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down | b down, c down");
    assertThat(lanes.messages()).isEqualTo("delivered 1, delivered 1");
  }

  @Test
  void an_up_has_a_window_of_its_own_so_it_follows_its_down_at_once() {
    fail(a);
    lanes.deliver();
    succeed(a);
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down | a up");
    fail(b);
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down | a up");
  }

  @Test
  void a_down_and_its_up_that_both_wait_become_one_message_in_order() {
    fail(a);
    lanes.deliver();
    fail(b);
    lanes.deliver();
    succeed(b);
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down");
    lanes.pass(Lanes.LIMITS.groupWindow());
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down | b down, b up");
  }

  @Test
  void a_recovery_does_not_count_the_time_in_which_nobody_could_hear() {
    lanes.world.ping(a, PingKind.FAIL, World.now().minusSeconds(600));
    lanes.deliver();
    lanes.world.stream(World.now());
    lanes.world.run("UPDATE streams SET opened_at = now() - interval '2 hours'");
    lanes.world.run(
        """
        INSERT INTO deaf_times (stream_id, node, since, until, cause)
        SELECT id, 'a', now() - interval '15 min', now() - interval '7 min', 'test' FROM streams
        """);
    succeed(a);
    lanes.deliver();
    var up = mail.taken.get(1).news().get(0);
    assertThat(up.unheard()).isBetween(Duration.ofSeconds(170), Duration.ofSeconds(190));
    assertThat(up.downtime().orElseThrow()).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
  }

  @Test
  void many_at_once_are_one_message_that_names_all_of_them() {
    fail(a);
    fail(b);
    fail(c);
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down, b down, c down");
  }

  @Test
  void an_up_waits_while_its_down_is_tried_again() {
    mail.answer = alert -> Receiver.LATER;
    fail(a);
    lanes.deliver();
    succeed(a);
    lanes.deliver();
    mail.answer = alert -> Receiver.OK;
    lanes.pass(Duration.ofSeconds(1));
    lanes.deliver();
    assertThat(mail.told()).isEqualTo("a down | a up");
  }

  @Test
  void a_test_is_a_message_of_its_own() {
    fail(a);
    lanes.world.sendTest(channel);
    lanes.deliver();
    assertThat(mail.taken).hasSize(2);
    assertThat(mail.taken.stream().filter(alert -> alert.test())).hasSize(1);
  }
}
