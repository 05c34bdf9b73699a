package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Fallback channels, and who is told of a broken channel. */
class FollowUpTest {

  private final Lanes lanes = new Lanes();
  private final World world = lanes.world;
  private final Receiver hook = lanes.receivers.of("hook");
  private final Receiver mail = lanes.receivers.of("mail");
  private final long toHook = world.channel("single", "hook");
  private final long toMail = world.channel("group", "mail");

  @AfterEach
  void close() {
    lanes.close();
  }

  private void fallback(long channel) {
    world.run("UPDATE projects SET fallback_channel_id = ?", channel);
  }

  private void fail(long check) {
    world.ping(check, PingKind.FAIL, World.now());
  }

  private void work() {
    lanes.deliver();
    lanes.followUp();
    lanes.deliver();
  }

  private static List<String> titles(Receiver receiver) {
    return receiver.taken.stream()
        .map(alert -> alert.notice().map(Alert.Notice::title).orElse("-"))
        .sorted()
        .toList();
  }

  @Test
  void what_a_broken_channel_cannot_deliver_reaches_the_fallback_channel_which_says_why() {
    fallback(toMail);
    hook.answer = alert -> Receiver.NEVER;
    fail(lanes.check("a", toHook));
    fail(lanes.check("b", toHook));
    work();
    assertThat(titles(mail))
        .containsExactly("Channel hook is broken", "News of 2 checks for channel hook");
    assertThat(mail.told()).contains("a down, b down");
    Alert handedOver =
        mail.taken.stream().filter(alert -> !alert.news().isEmpty()).findFirst().orElseThrow();
    assertThat(handedOver.notice().orElseThrow().lines())
        .containsExactly("That channel could not deliver it: gone.");
    assertThat(
            world.texts(
                """
                SELECT d.reason || ' ' || (o.channel_id = ?) AS t
                  FROM deliveries d JOIN deliveries o ON o.id = d.origin_id
                """,
                toHook))
        .containsExactly("flip true", "flip true");
    lanes.followUp();
    lanes.deliver();
    assertThat(mail.taken).hasSize(2);
  }

  @Test
  void what_could_not_be_delivered_for_a_day_goes_there_too_and_the_channel_is_not_broken() {
    fallback(toMail);
    hook.answer = alert -> Receiver.LATER;
    fail(lanes.check("job", toHook));
    work();
    assertThat(mail.taken).isEmpty();
    lanes.pass(Duration.ofHours(25));
    work();
    assertThat(mail.told()).isEqualTo("job down");
    assertThat(titles(mail)).containsExactly("News of job for channel hook");
  }

  @Test
  void nothing_is_told_twice_to_a_fallback_channel_that_has_the_check_itself() {
    fallback(toMail);
    hook.answer = alert -> Receiver.NEVER;
    fail(lanes.check("job", toHook, toMail));
    work();
    assertThat(titles(mail)).containsExactly("-", "Channel hook is broken");
  }

  @Test
  void a_group_as_the_fallback_channel_stands_for_its_members() {
    long group = world.channel("single", "everybody");
    world.run("INSERT INTO channel_members VALUES (?, ?), (?, ?)", group, toMail, group, toHook);
    fallback(group);
    hook.answer = alert -> Receiver.NEVER;
    fail(lanes.check("job", toHook));
    work();
    assertThat(titles(mail)).contains("Channel hook is broken").hasSize(2);
    assertThat(world.one("SELECT count(*) AS n FROM deliveries WHERE channel_id = ?", group))
        .isZero();
  }

  @Test
  void a_fallback_channel_that_is_broken_too_ends_the_way_and_all_is_accounted_for() {
    fallback(toMail);
    hook.answer = alert -> Receiver.NEVER;
    mail.answer = alert -> Receiver.NEVER;
    fail(lanes.check("job", toHook));
    work();
    work();
    assertThat(
            world.texts(
                """
                SELECT coalesce(m.state, 'waiting') AS t FROM deliveries d
                  LEFT JOIN messages m ON m.id = d.message_id
                """))
        .containsOnly("failed");
    assertThat(
            world.texts(
                """
                SELECT n.title AS t FROM notices n
                 WHERE kind = 'broken'
                   AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.notice_id = n.id)
                """))
        .as("for operators")
        .containsExactly("Channel mail is broken");
  }

  @Test
  void without_a_fallback_channel_the_others_are_told_and_once_it_works_again_too() {
    hook.answer = alert -> Receiver.NEVER;
    long check = lanes.check("job", toHook);
    fail(check);
    work();
    assertThat(titles(mail)).containsExactly("Channel hook is broken");
    hook.answer = alert -> Receiver.OK;
    world.ping(check, PingKind.SUCCESS, World.now());
    work();
    assertThat(titles(mail)).containsExactly("Channel hook is broken", "Channel hook works again");
    assertThat(mail.taken.stream().map(alert -> alert.notice().orElseThrow().id()).distinct())
        .hasSize(1);
    lanes.followUp();
    assertThat(world.one("SELECT count(*) AS n FROM notices")).isEqualTo(2);
  }

  @Test
  void a_test_that_fails_is_handed_to_nobody() {
    fallback(toMail);
    hook.answer = alert -> Receiver.LATER;
    world.sendTest(toHook);
    lanes.deliver();
    lanes.pass(Duration.ofHours(25));
    work();
    assertThat(lanes.messages()).isEqualTo("failed 2");
    assertThat(mail.taken).isEmpty();
  }
}
