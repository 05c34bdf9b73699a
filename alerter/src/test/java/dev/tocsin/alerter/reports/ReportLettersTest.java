package dev.tocsin.alerter.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.alerter.World;
import dev.tocsin.alerter.mail.AccountMail;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.channels.email.SmtpConfig;
import dev.tocsin.domain.report.MailDay;
import dev.tocsin.domain.report.Period;
import dev.tocsin.store.ReportLinks;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports to people who asked for them. */
class ReportLettersTest {

  private static final ZoneId RIGA = ZoneId.of("Europe/Riga");
  private static final String SITE = "https://t.example";

  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  private ReportLetters letters() {
    return new ReportLetters(world.db, world.secrets, SITE, true);
  }

  private long project() {
    return world.one("SELECT id AS n FROM projects WHERE name <> 'Empty'");
  }

  private void asked(long project, String email, String period) {
    long account = world.one("INSERT INTO accounts (email) VALUES (?) RETURNING id AS n", email);
    world.run("INSERT INTO members VALUES (?, ?, 'readonly')", project, account);
    world.run(
        """
        INSERT INTO report_mail (project_id, account_id, period, tz, next_at)
        VALUES (?, ?, ?, 'Europe/Riga', now() - interval '1 min')
        """,
        project,
        account,
        period);
  }

  /** A check that was down for two hours, from the noon of the first day of the last period. */
  private void down(String name, Period period) {
    long id = world.check(name);
    world.run("UPDATE checks SET created_at = now() - interval '200 days' WHERE id = ?", id);
    world.run("UPDATE check_state SET status = 'up' WHERE check_id = ?", id);
    LocalDate first = MailDay.lastOver(period, RIGA, Instant.now());
    Instant noon = first.atTime(12, 0).atZone(RIGA).toInstant();
    flip(id, noon.minusSeconds(100 * 86_400), "new", "up", "success");
    flip(id, noon, "up", "down", "timeout");
    flip(id, noon.plusSeconds(7_200), "down", "up", "success");
  }

  private void flip(long check, Instant at, String from, String to, String why) {
    world.run(
        """
        INSERT INTO flips (check_id, at, old_status, new_status, reason, fanned_out)
        VALUES (?, ?, ?, ?, ?, true)
        """,
        check,
        at,
        from,
        to,
        why);
  }

  private List<PersonalLetter> written() {
    return world.db.query(
        "letters",
        "SELECT letter FROM account_mail ORDER BY id",
        row -> PersonalLetter.ofBytes(world.secrets.open(row.bytes("letter"))));
  }

  private String nextAt() {
    return world.texts("SELECT next_at::text AS t FROM report_mail").get(0);
  }

  @Test
  void says_how_it_was_and_what_was_down_longest_and_has_a_way_out() {
    down("Nightly\r\nBcc: x@example.org \u202edump", Period.WEEK);
    asked(project(), "ada@example.org", "week");
    assertThat(letters().runOnce()).isTrue();
    assertThat(letters().runOnce()).isFalse();
    PersonalLetter letter = written().get(0);
    LocalDate first = MailDay.lastOver(Period.WEEK, RIGA, Instant.now());
    assertThat(letter.subject()).isEqualTo("Weekly report of Lab: 98.8 % up");
    assertThat(letter.lines().get(0))
        .contains("(Europe/Riga), the one check was 98.8 % up. The week before: 100 %.");
    assertThat(letter.lines().get(1))
        .isEqualTo("Outages: 1 (missed 1, failed 0). Unverified runs: 0. Down in all: 2 hours.");
    assertThat(letter.lines().get(3))
        .startsWith("– Nightly Bcc: x@example.org dump: 2 hours, from Mon ")
        .contains("12:00 to Mon ");
    assertThat(letter.link().orElseThrow().url())
        .endsWith("/reports?period=week&from=%s&until=%s".formatted(first, first.plusDays(6)));
    UUID code =
        world
            .db
            .first("code", "SELECT code FROM report_mail", row -> row.uuid("code"))
            .orElseThrow();
    String token = letter.leave().orElseThrow().substring((SITE + "/reports/leave/").length());
    assertThat(new ReportLinks(world.secrets, SITE).leaving(token)).contains(code);
    assertThat(world.texts("SELECT told AS t FROM report_mail"))
        .containsExactly(Period.WEEK.label(first));
    assertThat(world.one("SELECT extract(epoch FROM next_at)::bigint AS n FROM report_mail"))
        .isEqualTo(MailDay.next(Period.WEEK, RIGA, Instant.now()).getEpochSecond());
  }

  @Test
  void reaches_the_reader_in_plain_text_and_in_html_with_one_press_to_leave() throws Exception {
    down("Nightly <dump>", Period.MONTH);
    asked(project(), "ada@example.org", "month");
    letters().runOnce();
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.start();
    try (TimeBox timeBox = new TimeBox()) {
      SmtpConfig config =
          SmtpConfig.of(
              "127.0.0.1",
              server.getSmtp().getPort(),
              SmtpConfig.Tls.NONE,
              Optional.empty(),
              "tocsin@example.org",
              Optional.empty());
      new AccountMail(world.db, world.secrets, Optional.of(new Postbox(config, "Tocsin", timeBox)))
          .runOnce();
      MimeMessage message = server.getReceivedMessages()[0];
      assertThat(message.getSubject()).startsWith("Monthly report of Lab: 99.");
      assertThat(message.getHeader("List-Unsubscribe")[0])
          .startsWith("<" + SITE + "/reports/leave/");
      assertThat(message.getHeader("List-Unsubscribe-Post"))
          .containsExactly("List-Unsubscribe=One-Click");
      var parts = (MimeMultipart) message.getContent();
      assertThat((String) parts.getBodyPart(0).getContent()).contains("Nightly <dump>: 2 hours");
      assertThat((String) parts.getBodyPart(1).getContent())
          .contains("Nightly &lt;dump&gt;: 2 hours", "See the whole report");
    } finally {
      server.stop();
    }
  }

  @Test
  void each_is_written_once_however_many_alerters_there_are() throws Exception {
    down("Nightly dump", Period.WEEK);
    for (int i = 0; i < 12; i++) {
      asked(project(), "p%d@example.org".formatted(i), "week");
    }
    ExecutorService alerters = Executors.newFixedThreadPool(4);
    CyclicBarrier together = new CyclicBarrier(4);
    try {
      Callable<Boolean> alerter =
          () -> {
            together.await();
            while (letters().runOnce()) {
              Thread.onSpinWait();
            }
            return true;
          };
      for (Future<Boolean> one : alerters.invokeAll(Collections.nCopies(4, alerter))) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      alerters.shutdown();
    }
    assertThat(world.texts("SELECT recipient AS t FROM account_mail"))
        .hasSize(12)
        .doesNotHaveDuplicates();
  }

  @Test
  void who_changes_the_zone_in_the_morning_does_not_get_the_same_week_twice() {
    down("Nightly dump", Period.WEEK);
    asked(project(), "ada@example.org", "week");
    letters().runOnce();
    world.run("UPDATE report_mail SET next_at = now() - interval '1 min'");
    assertThat(letters().runOnce()).isTrue();
    assertThat(written()).hasSize(1);
  }

  @Test
  void an_alerter_that_ends_in_between_leaves_it_to_another_one() {
    down("Nightly dump", Period.WEEK);
    asked(project(), "ada@example.org", "week");
    // As after the claim of one that was killed then: nobody has it for ten minutes.
    world.run("UPDATE report_mail SET next_at = clock_timestamp() + interval '10 min'");
    assertThat(letters().runOnce()).isFalse();
    world.run("UPDATE report_mail SET next_at = clock_timestamp()");
    assertThat(letters().runOnce()).isTrue();
    assertThat(written()).hasSize(1);
  }

  @Test
  void an_empty_project_gets_none_and_who_is_no_member_any_more_neither() {
    asked(project(), "ada@example.org", "week");
    assertThat(letters().runOnce()).isTrue();
    assertThat(written()).isEmpty();
    assertThat(nextAt()).isNotBlank();
    world.run("DELETE FROM members");
    assertThat(world.one("SELECT count(*) AS n FROM report_mail")).isZero();
  }

  @Test
  void without_a_mail_server_it_is_left_to_processes_that_have_one() {
    down("Nightly dump", Period.WEEK);
    asked(project(), "ada@example.org", "week");
    assertThat(new ReportLetters(world.db, world.secrets, SITE, false).runOnce()).isFalse();
    assertThat(letters().runOnce()).isTrue();
  }
}
