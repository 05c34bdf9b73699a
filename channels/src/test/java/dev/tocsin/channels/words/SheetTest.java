package dev.tocsin.channels.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.TestAlerts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages as people read them, in the form without marks; channels add theirs. */
class SheetTest {

  private static final Room WIDE = Room.chars(4_000);

  @Test
  void one_check_is_down() {
    assertThat(sheet(TestAlerts.failed("nightly backup")))
        .isEqualTo(
            """
            🔴 DOWN: nightly backup – failed with exit status 3

            Project: Acme
            Down since: 20 Nov 2026 05:25:00 UTC
            Expected: Every hour, with a grace time of 5 minutes
            Last ping: 20 Nov 2026 05:25:00 UTC, fail (no. 17)
            Exit status: 3
            Run time: 2 minutes 10 seconds
            Earlier: 04:20 UTC success, 03:20 UTC fail with exit status 1
            Tags: prod db
            Description: copies the database

            disk full
            giving up

            Open the check: https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1
            Acknowledge: https://tocsin.example.org/ack/t0ken""");
  }

  @Test
  void a_down_that_is_over_before_it_could_be_told_is_one_message_that_says_both() {
    String name = "nightly backup";
    Alert both = TestAlerts.of("k", TestAlerts.down(name), TestAlerts.up(name));
    assertThat(sheet(both))
        .startsWith(
            """
            🟢 UP: nightly backup – was down for 2 hours 5 minutes

            It went down and came up again before this could be told.
            """)
        .contains("Down since: 20 Nov 2026 05:25:00 UTC", "Downtime: 2 hours 5 minutes")
        .containsOnlyOnce("nightly backup");
    Alert again =
        TestAlerts.of("k", TestAlerts.down(name), TestAlerts.up(name), TestAlerts.down(name));
    assertThat(sheet(again))
        .as("another down is news of its own")
        .contains("🟢 nightly backup – was down for", "🔴 nightly backup – no ping since");
  }

  @Test
  void downs_of_several_that_are_over_are_told_with_their_ends() {
    var two = new UUID(0, 2);
    Alert both =
        TestAlerts.of(
            "k",
            TestAlerts.down("one"),
            TestAlerts.of(two, TestAlerts.down("two")),
            TestAlerts.up("one"),
            TestAlerts.of(two, TestAlerts.up("two")));
    assertThat(sheet(both))
        .startsWith("🟢 2 checks are up again")
        .contains("2 of them went down and came up again before this could be told.")
        .doesNotContain("🔴");
  }

  @Test
  void one_check_is_up_again() {
    assertThat(sheet(TestAlerts.of("k", TestAlerts.up("nightly backup"))))
        .isEqualTo(
            """
            🟢 UP: nightly backup – was down for 2 hours 5 minutes

            Project: Acme
            Up since: 20 Nov 2026 07:30:00 UTC
            Down since: 20 Nov 2026 05:25:00 UTC
            Downtime: 2 hours 5 minutes
            Expected: Every hour, with a grace time of 5 minutes
            Last ping: none yet
            Tags: prod db
            Description: copies the database

            Open the check: https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1""");
  }

  @Test
  void three_checks_are_down() {
    assertThat(sheet(TestAlerts.of("k", downs(3))))
        .isEqualTo(
            """
            🔴 3 checks are down

            🔴 check 0 – no ping since 04:20 UTC
            🔴 check 1 – no ping since 04:20 UTC
            🔴 check 2 – no ping since 04:20 UTC

            All checks: https://tocsin.example.org/""");
  }

  @Test
  void two_hundred_checks_are_down() {
    String text = sheet(TestAlerts.of("k", downs(200)), Room.chars(300));
    assertThat(text)
        .isEqualTo(
            """
            🔴 200 checks are down

            🔴 check 0 – no ping since 04:20 UTC
            🔴 check 1 – no ping since 04:20 UTC
            🔴 check 2 – no ping since 04:20 UTC
            🔴 check 3 – no ping since 04:20 UTC
            🔴 check 4 – no ping since 04:20 UTC
            … and 195 more checks are not shown

            All checks: https://tocsin.example.org/""");
    String wide = sheet(TestAlerts.of("k", downs(200)), Room.chars(100_000));
    assertThat(wide).contains("🔴 check 99 –", "… and 100 more checks are not shown");
  }

  @Test
  void a_storm_says_what_is_known_and_names_its_checks() {
    var storm =
        new Alert.Notice(
            "storm-7",
            Alert.Level.PROBLEM,
            "12 of 40 checks missed their deadlines within one minute",
            List.of("Tocsin itself was well: pings were read 1 second after they came."),
            TestAlerts.SITE.resolve("/storms/7"));
    Alert plain = TestAlerts.of("k", downs(2));
    var alert =
        new Alert(
            "k", Optional.of(storm), plain.news(), false, "Tocsin", TestAlerts.SITE, plain.now());
    assertThat(sheet(alert))
        .isEqualTo(
            """
            🔴 12 of 40 checks missed their deadlines within one minute

            Tocsin itself was well: pings were read 1 second after they came.

            🔴 check 0 – no ping since 04:20 UTC
            🔴 check 1 – no ping since 04:20 UTC

            More about it: https://tocsin.example.org/storms/7""");
  }

  @Test
  void a_reminder_tells_of_its_check_at_length() {
    Alert alert = TestAlerts.withNotice("backup is still down", TestAlerts.down("backup"));
    assertThat(sheet(alert))
        .isEqualTo(
            """
            🔴 backup is still down

            a line

            🔴 backup – no ping since 04:20 UTC

            Project: Acme
            Down since: 20 Nov 2026 05:25:00 UTC
            Expected: Every hour, with a grace time of 5 minutes
            Last ping: 20 Nov 2026 04:20:00 UTC, success (no. 17)
            Exit status: 0
            Tags: prod db
            Description: copies the database

            all is well

            More about it: https://tocsin.example.org
            Open the check: https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1""");
  }

  @Test
  void an_unverified_notice_has_no_checks_to_list() {
    Alert alert =
        TestAlerts.notice(
            "k",
            Alert.Level.INFO,
            "2 runs could not be verified",
            "Tocsin could not hear pings from 02:55 to 03:10 UTC.",
            "Not heard since: backup, report.");
    assertThat(sheet(alert))
        .isEqualTo(
            """
            🔵 2 runs could not be verified

            Tocsin could not hear pings from 02:55 to 03:10 UTC.

            Not heard since: backup, report.

            More about it: https://tocsin.example.org""");
  }

  @Test
  void a_title_that_is_too_long_is_cut_and_stays_one_line() {
    Message message = Message.of(TestAlerts.notice("k", Alert.Level.PROBLEM, "😀\n".repeat(500)));
    assertThat(message.headline()).hasSizeBetween(198, 200).endsWith(" …").doesNotContain("\n");
    assertThat(message.subject()).isEqualTo(message.headline());
  }

  @Test
  void a_headline_full_of_markup_is_cut_to_the_room_that_links_leave() {
    Message message = Message.of(TestAlerts.of("k", TestAlerts.down("<&*".repeat(30))));
    Room room = Room.chars(300);
    String text = Sheet.whole(message, Html.PAGE, room);
    assertThat(room.of(text)).isBetween(200, 300);
    assertThat(text).contains("&lt;&amp;*").contains("…").contains(message.more().get(0).url());
  }

  @Test
  void a_test_says_that_nothing_is_down() {
    assertThat(sheet(TestAlerts.test("k")))
        .isEqualTo(
            """
            🟣 TEST: a test alert from Tocsin

            This is a test: someone asked Tocsin to show that this channel works. Nothing is down.

            All checks: https://tocsin.example.org/""");
  }

  @Test
  void whatever_it_tells_it_keeps_to_its_room_and_keeps_its_links() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      Alert alert = alert(random);
      Room room =
          random.nextBoolean()
              ? Room.chars(300 + random.nextInt(4_000))
              : Room.bytes(600 + random.nextInt(8_000));
      Message message = Message.of(alert);
      Markup markup = List.of(Markup.NONE, Html.PAGE, Markdown.PLAIN).get(random.nextInt(3));
      String text = Sheet.whole(message, markup, room);
      String context = "seed %d, round %d, %s".formatted(seed, i, room);
      assertThat(room.of(text)).as(context).isLessThanOrEqualTo(room.max());
      assertThat(text).as(context).contains(message.more().get(0).url());
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      assertThat(new String(utf8, StandardCharsets.UTF_8)).as(context).isEqualTo(text);
    }
  }

  private static Alert alert(Random random) {
    String name = "😀<&*".repeat(1 + random.nextInt(20));
    String body = "😀`<\n".repeat(random.nextInt(2_000));
    Alert.News loud =
        TestAlerts.down(name, "fail", Optional.of(TestAlerts.ping("fail", Optional.of(1), body)));
    Alert.News[] news = new Alert.News[1 + random.nextInt(40)];
    Arrays.fill(news, loud);
    return switch (random.nextInt(3)) {
      case 0 -> TestAlerts.of("k", loud);
      case 1 -> TestAlerts.of("k", news);
      default -> TestAlerts.withNotice("a title", news);
    };
  }

  private static String sheet(Alert alert) {
    return sheet(alert, WIDE);
  }

  private static String sheet(Alert alert, Room room) {
    return Sheet.whole(Message.of(alert), Markup.NONE, room);
  }

  private static Alert.News[] downs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> TestAlerts.down("check " + i))
        .toArray(Alert.News[]::new);
  }
}
