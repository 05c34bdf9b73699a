package dev.tocsin.alerter.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alerter.AlerterMetrics;
import dev.tocsin.alerter.Receiver;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.overdue.OverdueScan;
import dev.tocsin.channels.Alert;
import dev.tocsin.domain.ping.PingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many checks that go down, or come back, together. */
class StormTest {

  private final Lanes lanes = new Lanes();
  private final World world = lanes.world;
  private final Receiver mail = lanes.receivers.of("mail");
  private final Receiver chat = lanes.receivers.of("chat");
  private final long toMail = world.channel("group", "mail");
  private final long toChat = world.channel("group", "chat");

  @AfterEach
  void close() {
    lanes.close();
  }

  private long overdue(String name, Duration ago, long channel) {
    long check = world.overdue(name, ago);
    world.assign(check, channel);
    return check;
  }

  private void judge() {
    world.run("DELETE FROM streams");
    world.stream(World.now());
    OverdueScan scan =
        new OverdueScan(
            world.db,
            Duration.ZERO,
            Duration.ofSeconds(1),
            1_000,
            Optional.empty(),
            () -> {},
            AlerterMetrics.NONE);
    while (scan.runOnce()) {}
  }

  private static Alert.Notice notice(Alert alert) {
    return alert.notice().orElseThrow();
  }

  private static Set<String> names(Receiver receiver) {
    return receiver.taken.stream()
        .flatMap(alert -> alert.news().stream())
        .map(Alert.News::name)
        .collect(Collectors.toSet());
  }

  @Test
  void a_storm_is_one_message_per_channel_that_says_so_names_all_and_speaks_of_ourselves() {
    for (int i = 0; i < 8; i++) {
      overdue("mail " + i, Duration.ofSeconds(30 + i), toMail);
      overdue("chat " + i, Duration.ofSeconds(30 + i), toChat);
    }
    judge();
    world.run("UPDATE streams SET opened_at = now() - interval '2 hours'");
    world.run(
        """
        INSERT INTO deaf_times (stream_id, node, since, until, cause)
        SELECT id, 'a', now() - interval '20 min', now() - interval '19 min', 'test' FROM streams
        """);
    lanes.deliver();
    for (Receiver receiver : List.of(mail, chat)) {
      assertThat(receiver.taken).hasSize(1);
      Alert alert = receiver.taken.get(0);
      assertThat(alert.news()).hasSize(8);
      assertThat(notice(alert).title())
          .isEqualTo("Storm: 16 of 16 checks missed their deadlines within a minute");
      assertThat(notice(alert).level()).isEqualTo(Alert.Level.PROBLEM);
      assertThat(notice(alert).id()).startsWith("storm-");
      assertThat(notice(alert).lines().get(0)).isEqualTo("This message tells of 8 of them.");
      assertThat(notice(alert).lines().get(1))
          .contains("hears every ping at present")
          .contains("could not hear for 1 minute of the last hour");
      assertThat(notice(alert).link().getPath()).startsWith("/messages/");
    }
  }

  @Test
  void deafness_that_another_listener_made_good_is_none() {
    UUID deaf = world.stream(World.now());
    world.stream(World.now());
    world.run("UPDATE streams SET opened_at = now() - interval '2 hours'");
    world.run(
        """
        INSERT INTO deaf_times (stream_id, node, since, until, cause)
        VALUES (?, 'a', now() - interval '20 min', now() - interval '19 min', 'test')
        """,
        deaf);
    assertThat(world.db.transaction("t", SelfReport::read).blind()).isZero();
  }

  @Test
  void what_follows_the_first_alert_of_a_storm_is_one_message_after_the_window() {
    overdue("first", Duration.ofSeconds(50), toMail);
    judge();
    lanes.deliver();
    for (int i = 0; i < 20; i++) {
      overdue("job " + i, Duration.ofSeconds(30), toMail);
    }
    judge();
    lanes.pass(Lanes.LIMITS.groupWindow());
    lanes.deliver();
    assertThat(mail.taken).hasSize(2);
    assertThat(mail.taken.get(0).notice()).isEmpty();
    assertThat(notice(mail.taken.get(1)).title()).startsWith("Storm: 21 of 21 checks missed");
    assertThat(names(mail)).hasSize(21);
  }

  @Test
  void recoveries_after_a_storm_are_one_message_that_ends_it() {
    List<Long> checks = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      checks.add(overdue("job " + i, Duration.ofSeconds(30), toMail));
    }
    judge();
    lanes.deliver();
    Instant now = World.now();
    checks.forEach(check -> world.ping(check, PingKind.SUCCESS, now));
    lanes.deliver();
    assertThat(mail.taken).hasSize(2);
    Alert.Notice began = notice(mail.taken.get(0));
    Alert.Notice ended = notice(mail.taken.get(1));
    assertThat(ended.title()).isEqualTo("12 of 12 checks came back within a minute");
    assertThat(ended.level()).isEqualTo(Alert.Level.OVER);
    assertThat(ended.id()).isEqualTo(began.id());
  }

  @Test
  void a_few_of_many_and_downs_that_somebody_reported_are_no_storm() {
    for (int i = 0; i < 50; i++) {
      world.ping(world.check("fine " + i), PingKind.SUCCESS, World.now());
    }
    for (int i = 0; i < 12; i++) {
      overdue("job " + i, Duration.ofSeconds(30), toMail);
    }
    judge();
    lanes.deliver();
    assertThat(notice(mail.taken.get(0)).title()).isEqualTo("12 checks went down");
    for (int i = 0; i < 40; i++) {
      world.ping(lanes.check("failed " + i, toChat), PingKind.FAIL, World.now());
    }
    lanes.deliver();
    assertThat(notice(chat.taken.get(0)).title()).isEqualTo("40 checks went down");
  }

  @Test
  void a_channel_of_one_check_per_message_gets_every_check_plainly() {
    Receiver hook = lanes.receivers.of("hook");
    long toHook = world.channel("single", "hook");
    for (int i = 0; i < 100; i++) {
      overdue("job " + i, Duration.ofSeconds(30), toHook);
    }
    judge();
    lanes.deliver();
    assertThat(hook.taken).hasSize(100).allMatch(alert -> alert.notice().isEmpty());
    assertThat(names(hook)).hasSize(100);
  }
}
