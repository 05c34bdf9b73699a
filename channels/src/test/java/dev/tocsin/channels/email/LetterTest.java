package dev.tocsin.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.words.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LetterTest {

  @Test
  void the_subject_says_why_a_check_is_down() {
    assertThat(subject("timeout", "success", Optional.of(0)))
        .isEqualTo("DOWN: backup – no ping since 04:20 UTC");
    assertThat(subject("timeout", "start", Optional.empty()))
        .isEqualTo("DOWN: backup – started at 04:20 UTC and did not finish");
    assertThat(subject("timeout", "log", Optional.empty()))
        .isEqualTo("DOWN: backup – no ping by 05:25 UTC");
    assertThat(subject("fail", "fail", Optional.of(3)))
        .isEqualTo("DOWN: backup – failed with exit status 3");
    assertThat(subject("fail", "fail", Optional.empty()))
        .isEqualTo("DOWN: backup – reported a failure at 05:25 UTC");
    assertThat(letter(TestAlerts.tooFast("backup")).subject())
        .isEqualTo("DOWN: backup – finished too fast: 2 seconds instead of at least 1 minute");
    assertThat(letter(TestAlerts.down("backup", "timeout", Optional.empty())).subject())
        .isEqualTo("DOWN: backup – no ping by 05:25 UTC");
    Alert.LastPing broken =
        new Alert.LastPing(
            7,
            Instant.parse("2027-01-15T05:24:00Z"),
            "success",
            Optional.empty(),
            List.of("rows > 0: rows=0", "body lacks ERROR: it says “ERROR”"),
            new byte[0]);
    assertThat(letter(TestAlerts.down("backup", "assertion", Optional.of(broken))).subject())
        .isEqualTo("DOWN: backup – broke an assertion: rows > 0: rows=0");
    assertThat(letter(TestAlerts.down("backup", "assertion", Optional.empty())).subject())
        .isEqualTo("DOWN: backup – broke an assertion");
  }

  @Test
  void times_of_other_days_say_the_day() {
    Alert.LastPing old =
        new Alert.LastPing(
            1, TestAlerts.DOWN_AT.minusSeconds(86_400), "success", Optional.empty(), new byte[0]);
    assertThat(letter(TestAlerts.down("x", "timeout", Optional.of(old))).subject())
        .isEqualTo("DOWN: x – no ping since 19 Nov 05:25 UTC");
  }

  @Test
  void several_checks_are_counted_and_named() {
    assertThat(letter(TestAlerts.down("a"), TestAlerts.down("b"), TestAlerts.down("c")).subject())
        .isEqualTo("3 checks are down: a, b, c");
    assertThat(letter(TestAlerts.up("a"), TestAlerts.down("b")).subject())
        .isEqualTo("1 check is down, 1 is up again: a, b");
    assertThat(letter(TestAlerts.up("a"), TestAlerts.up("b")).subject())
        .isEqualTo("2 checks are up again: a, b");
    assertThat(letter(TestAlerts.up("a"), TestAlerts.down("b"), TestAlerts.down("c")).subject())
        .isEqualTo("2 checks are down, 1 is up again: a, b, c");
  }

  @Test
  void a_storm_is_cut_counted_and_linked() {
    Letter letter =
        letter(
            IntStream.range(0, 1_000)
                .mapToObj(i -> TestAlerts.down("check number " + i))
                .toArray(Alert.News[]::new));
    assertThat(letter.subject()).startsWith("1000 checks are down: check number 0, ");
    assertThat(letter.subject()).endsWith(" more").hasSizeLessThan(160);
    for (String part : List.of(letter.text(), letter.html())) {
      assertThat(part)
          .contains("check number 9", "check number 49")
          .doesNotContain("check number 50")
          .contains("950 more checks are not shown.")
          .contains("https://tocsin.example.org/checks/");
    }
    assertThat(letter.text()).contains("All checks: https://tocsin.example.org/\n");
  }

  @Test
  void the_plain_part_is_good_to_read() {
    Alert.News news =
        TestAlerts.down(
            "nightly backup",
            "fail",
            Optional.of(TestAlerts.ping("fail", Optional.of(3), "disk full\r\ngiving up\n")));
    assertThat(letter(news).text())
        .isEqualTo(
            """
            DOWN: nightly backup – failed with exit status 3

            Project:     Acme
            Down since:  20 Nov 2026 05:25:00 UTC
            Expected:    Every hour, with a grace time of 5 minutes
            Last ping:   20 Nov 2026 04:20:00 UTC, fail (no. 17)
            Exit status: 3
            Tags:        prod db
            Description: copies the database

            https://tocsin.example.org/checks/0b1c2d3e-4f50-4617-8a9b-acbdcedfe0f1

            The end of the last ping's body:

                disk full
                giving up

            -- \n\
            Sent by Tocsin, https://tocsin.example.org
            """);
  }

  @Test
  void a_recovery_says_how_long_it_took() {
    Letter letter = letter(TestAlerts.up("backup"));
    assertThat(letter.subject()).isEqualTo("UP: backup – was down for 2 hours 5 minutes");
    assertThat(letter.text()).contains("Downtime:    2 hours 5 minutes\n");
  }

  @Test
  void what_nobody_could_hear_is_no_downtime() {
    Alert.News up = TestAlerts.unheard(TestAlerts.up("backup"), Duration.ofMinutes(65));
    Letter letter = letter(up);
    assertThat(letter.subject()).isEqualTo("UP: backup – was down for 1 hour");
    assertThat(letter.text())
        .contains("1 hour, and 1 hour 5 minutes in which Tocsin could not hear\n");
  }

  @Test
  void a_notice_is_told_before_its_checks_and_links_to_more() {
    Alert storm =
        TestAlerts.withNotice(
            "2 of 9 checks are silent", TestAlerts.down("a"), TestAlerts.down("b"));
    Letter letter = Letter.about(storm);
    assertThat(letter.subject()).isEqualTo("2 of 9 checks are silent");
    assertThat(letter.text())
        .startsWith("2 of 9 checks are silent.\n\na line\n\nDOWN: a – no ping since 04:20 UTC\n")
        .contains("DOWN: b – ", "More about it: https://tocsin.example.org\n");
    assertThat(letter.html()).contains("<p>a line</p>", ">More about it</a>");
    Letter alone = Letter.about(TestAlerts.notice("k", Alert.Level.INFO, "To know", "x < y"));
    assertThat(alone.subject()).isEqualTo("To know");
    assertThat(alone.text()).startsWith("To know.\n\nx < y\n\nMore about it: ");
    assertThat(alone.html()).contains("<p>x &lt; y</p>");
  }

  @Test
  void an_open_incident_can_be_acknowledged_from_the_mail() {
    Letter letter = Letter.about(TestAlerts.failed("backup"));
    assertThat(letter.text())
        .contains("Run time:    2 minutes 10 seconds\n")
        .contains("Earlier:     04:20 UTC success, 03:20 UTC fail with exit status 1\n")
        .containsOnlyOnce("Acknowledge: https://tocsin.example.org/ack/t0ken\n");
    assertThat(letter.html())
        .containsOnlyOnce("https://tocsin.example.org/ack/t0ken")
        .contains(">Acknowledge</a>");
  }

  @Test
  void html_is_escaped_and_loads_nothing() {
    Alert.News news =
        TestAlerts.down(
            "<script>alert('x')</script>&amp;",
            "fail",
            Optional.of(TestAlerts.ping("fail", Optional.of(1), "<img src=\"http://evil/\">")));
    String html = letter(news).html();
    assertThat(html)
        .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;")
        .contains("&lt;img src=&quot;http://evil/&quot;&gt;")
        .contains("color-scheme")
        .doesNotContain("<script")
        .doesNotContain("<img")
        .doesNotContain("<link")
        .doesNotContain("src=\"")
        .doesNotContain("url(");
  }

  @Test
  void only_the_end_of_a_long_body_is_shown() {
    String lines = "x\n".repeat(500) + "the last line";
    String text = letter(withBody(lines)).text();
    assertThat(text).contains("    …\n").contains("    the last line\n");
    assertThat(text.lines().filter(line -> line.equals("    x")).count())
        .isEqualTo(Story.MAX_OUTPUT_LINES - 1);
    String one = "€".repeat(100_000) + "end";
    assertThat(letter(withBody(one)).text()).contains("€end\n").hasSizeLessThan(4_000);
    assertThat(letter(withBody("a\u0000b\u001b[31m")).text()).contains("    a\uFFFDb\uFFFD[31m\n");
    assertThat(letter(withBody(" \n ")).text()).doesNotContain("body");
  }

  @Test
  void a_hostile_name_stays_one_line_and_short() {
    Letter letter = letter(TestAlerts.down("a\r\nb\u2028c\u202Ed\te" + "x".repeat(500)));
    assertThat(letter.subject()).startsWith("DOWN: a b c d exxx").hasSizeLessThan(150);
    assertThat(letter.subject().chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void a_check_without_a_name_is_told_by_its_code() {
    assertThat(letter(TestAlerts.down(" ")).subject()).contains(TestAlerts.CODE.toString());
  }

  @Test
  void a_test_says_so_everywhere() {
    Alert test = TestAlerts.test("k");
    Letter letter = Letter.about(test);
    assertThat(letter.subject()).isEqualTo("TEST: a test alert from Tocsin");
    assertThat(letter.text()).startsWith("This is a test: ").doesNotContain("DOWN");
    assertThat(letter.html()).contains("TEST").contains("Nothing is down.").doesNotContain("DOWN");
  }

  private static String subject(String reason, String kind, Optional<Integer> exitStatus) {
    var ping = Optional.of(TestAlerts.ping(kind, exitStatus, ""));
    return letter(TestAlerts.down("backup", reason, ping)).subject();
  }

  private static Alert.News withBody(String body) {
    var ping = Optional.of(TestAlerts.ping("fail", Optional.empty(), body));
    return TestAlerts.down("x", "fail", ping);
  }

  private static Letter letter(Alert.News... news) {
    return Letter.about(TestAlerts.of("k", news));
  }
}
