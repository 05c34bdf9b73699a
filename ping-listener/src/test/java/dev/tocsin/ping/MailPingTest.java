package dev.tocsin.ping;

import static dev.tocsin.ping.ListenerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tocsin.ping.http.PingLimits;
import dev.tocsin.ping.smtp.MailConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails, from the socket to the rows that they leave in Postgres. */
class MailPingTest {

  private static final String DOMAIN = "ping.example";

  @TempDir Path dir;
  private ListenerFixture tocsin;
  private int port;

  @BeforeEach
  void start() throws IOException {
    tocsin = new ListenerFixture(dir.resolve("journal")).start();
    port = tocsin.listener().hearMail(MailConfig.defaults("127.0.0.1", 0, DOMAIN));
  }

  @AfterEach
  void stop() throws IOException {
    tocsin.close();
  }

  private void send(String mail, String... recipients) throws IOException {
    try (SmtpClient client = SmtpClient.greeted(port)) {
      assertThat(client.mail("job@host", mail, recipients)).isEqualTo("250 OK");
    }
  }

  private static String of(UUID code) {
    return code + "@" + DOMAIN;
  }

  private UUID filtering(String slug, String settings) {
    UUID code = tocsin.check(slug);
    tocsin.db.update("set", "UPDATE checks SET " + settings + " WHERE code = ?", code);
    return code;
  }

  private String kinds(UUID code, int pings) {
    await(
        pings + " pings",
        () ->
            tocsin.one(
                    "SELECT n_pings AS v FROM check_state JOIN checks ON id = check_id"
                        + " WHERE code = ?",
                    code)
                == pings);
    return String.join(
        " ",
        tocsin.texts(
            "SELECT pings.kind AS v FROM pings JOIN checks ON id = check_id WHERE code = ? ORDER BY n",
            code));
  }

  @Test
  void a_mail_is_a_ping_of_its_own_kind() throws IOException {
    UUID code = tocsin.check("backup");
    String mail = "Subject: FAILED\r\n\r\n" + "long \0 line\r\n".repeat(10_000);
    send(mail, of(code).toUpperCase(Locale.ROOT).replace("PING.EXAMPLE", DOMAIN));
    assertThat(kinds(code, 1)).as("no filter: whatever it says").isEqualTo("success");
    assertThat(
            tocsin.texts(
                """
                SELECT scheme || '|' || method || '|' || ua || '|' || remote_addr || '|'
                       || coalesce(rid::text, '-') || '|' || coalesce(exit_status::text, '-')
                       || '|' || length(body) AS v FROM pings
                """))
        .containsExactly("email||Email from job@host|127.0.0.1|-|-|" + (mail.length() + 2));
    assertThat(tocsin.texts("SELECT status AS v FROM check_state")).containsExactly("up");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filter_subject = true | Subject: =?utf-8?q?F=41ILED?= backup | nothing | fail",
        "filter_subject = true | Subject: all OK | FAILED | success",
        "filter_subject = true | Subject: begin | OK FAILED | start",
        "filter_subject = true | Subject: nothing | OK | ign",
        "filter_subject = true, filter_default_fail = true | Subject: nothing | OK | fail",
        "filter_body = true | Subject: FAILED | all OK | success",
        "filter_body = true | Subject: OK | it FAILED, OK? | fail",
        "filter_subject = true, filter_body = true | Subject: OK | FAILED | fail",
        "filter_http_body = true | Subject: FAILED | FAILED | success",
        "post_only = true | Subject: x | x | success",
        "filter_body = true, post_only = true | Subject: x | OK | success"
      })
  void filters_for_mail_decide_and_those_for_requests_do_not(
      String settings, String head, String body, String kind) throws IOException {
    UUID code =
        filtering("c", "start_kw = 'begin', success_kw = 'OK', failure_kw = 'FAILED', " + settings);
    send(head + "\r\n\r\n" + body, of(code));
    assertThat(kinds(code, 1)).isEqualTo(kind);
  }

  @Test
  void filters_for_mail_do_not_touch_requests() throws IOException {
    UUID code = filtering("c", "filter_subject = true, filter_body = true, failure_kw = 'x'");
    assertThat(tocsin.get("/ping/" + code).status()).isEqualTo(200);
    try (RawClient client = tocsin.client()) {
      // A proxy that claims to be a mail does not make it one.
      assertThat(client.ask("GET", "/ping/" + code + "/start", "X-Forwarded-Proto: email").status())
          .isEqualTo(200);
    }
    assertThat(kinds(code, 2)).isEqualTo("success start");
  }

  @Test
  void a_check_that_is_paused_by_hand_stays_paused() throws IOException {
    UUID code = filtering("c", "manual_resume = true");
    tocsin.db.update("pause", "UPDATE check_state SET status = 'paused'");
    send("Subject: x\r\n\r\n", of(code));
    assertThat(kinds(code, 1)).isEqualTo("ign");
  }

  @Test
  void recipients_are_settled_each_for_itself() throws IOException {
    UUID good = tocsin.check("good");
    UUID named = tocsin.check("named");
    tocsin.check("twin");
    tocsin.check("twin");
    UUID nobody = UUID.randomUUID();
    String key = ListenerFixture.KEY + "+";
    send(
        "Subject: x\r\n\r\n",
        of(nobody),
        key + "twin@" + DOMAIN,
        of(good),
        key + "missing@" + DOMAIN,
        key + "named@" + DOMAIN);
    assertThat(kinds(good, 1)).isEqualTo("success");
    assertThat(kinds(named, 1)).isEqualTo("success");
    await("three in the list", () -> tocsin.one("SELECT count(*) AS v FROM unresolved_pings") == 3);
    assertThat(
            tocsin.texts(
                "SELECT target || ': ' || why AS v FROM unresolved_pings ORDER BY position"))
        .containsExactly(
            nobody + ": not found",
            ListenerFixture.KEY + "/twin: ambiguous slug",
            ListenerFixture.KEY + "/missing: not found");
    await(
        "all three counted",
        () -> tocsin.registry.get("tocsin.pings.unresolved").counter().count() == 3);
    assertThat(tocsin.registry.get("tocsin.mail.accepted").counter().count()).isEqualTo(1);
    assertThat(tocsin.count("tocsin.pings.accepted", "kind", "success")).isEqualTo(5);
  }

  @Test
  void mail_is_heard_while_postgres_is_away_and_read_when_it_is_back() throws IOException {
    UUID code = filtering("c", "filter_body = true, failure_kw = 'FAILED', success_kw = 'OK'");
    tocsin.proxy.down();
    await("away", () -> tocsin.database() == 1);
    send("Content-Transfer-Encoding: base64\r\n\r\nRkFJTEVE", of(code));
    tocsin.proxy.heal();
    assertThat(kinds(code, 1)).isEqualTo("fail");
    assertThat(tocsin.texts("SELECT reason AS v FROM flips")).containsExactly("fail");
  }

  @Test
  void mails_that_cannot_be_read_are_pings_and_never_set_aside() throws IOException {
    UUID code = filtering("c", "filter_body = true, filter_subject = true, success_kw = 'OK'");
    String[] mails = {
      "",
      "\0\0\0",
      "Subject: OK\r\nContent-Type: multipart/mixed; boundary=",
      "Content-Type: text/plain; charset=\"no\0such\"\r\n\r\nOK",
      "Content-Type: text/html\r\n\r\n<b>< OK &#xFFFFFFFF; &#0;",
      "Subject: OK =?utf-8?b?////?=\r\n\r\n\u00ff\u00fe",
      "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n".repeat(3_000)
    };
    for (String mail : mails) {
      send(mail, of(code));
    }
    assertThat(kinds(code, mails.length)).isEqualTo("ign ign success success success success ign");
    assertThat(tocsin.one("SELECT count(*) AS v FROM quarantine")).isZero();
  }

  @Test
  void unknown_checks_share_their_bounds_with_requests() throws IOException {
    PingLimits was = PingLimits.defaults();
    PingLimits tight =
        new PingLimits(
            was.bodyLimit(),
            was.maxBody(),
            was.maxReadingBytes(),
            was.maxWaiting(),
            was.ackWait(),
            was.resolveWait(),
            1,
            10,
            was.maxPeers(),
            was.pingsPerMinute(),
            was.pingsPerCheck(),
            was.maxRated());
    try (ListenerFixture other = new ListenerFixture(dir.resolve("other"))) {
      other.start(config -> ListenerFixture.with(config, tight));
      int there = other.listener().hearMail(MailConfig.defaults("127.0.0.1", 0, DOMAIN));
      other.proxy.down(); // what they take is given back when they are applied
      await("away", () -> other.database() == 1);
      String mail = "x".repeat(98).concat("\r\n").repeat(10_000);
      String said = "250 OK";
      int taken = -1;
      try (SmtpClient client = SmtpClient.greeted(there)) {
        for (; "250 OK".equals(said) && taken < 100; taken++) {
          said = String.valueOf(client.mail("a@b", mail, of(UUID.randomUUID())));
        }
      }
      assertThat(said).startsWith("451");
      long share = (4L << 30) / 100 / 10; // one percent of the journal; of that, one peer's
      assertThat(taken).isEqualTo((int) (share / mail.length()));
      assertThat(other.count("tocsin.pings.refused", "reason", "unknown")).isEqualTo(1);
      other.proxy.heal();
    }
  }

  @Test
  void a_stop_answers_and_what_was_answered_is_there() throws IOException {
    UUID code = tocsin.check("c");
    try (SmtpClient client = SmtpClient.greeted(port)) {
      assertThat(client.mail("a@b", "x", of(code))).isEqualTo("250 OK");
      tocsin.stop();
      assertThat(client.reply()).startsWith("421 4.3.2");
    }
    assertThat(tocsin.one("SELECT n_pings AS v FROM check_state")).isEqualTo(1);
    assertThat(tocsin.one("SELECT count(*) AS v FROM streams WHERE closed_at IS NULL")).isZero();
  }

  @Test
  void a_mail_larger_than_the_journals_records_is_refused_at_start() throws IOException {
    try (ListenerFixture other = new ListenerFixture(dir.resolve("other")).start()) {
      MailConfig huge = MailConfig.defaults("127.0.0.1", 0, DOMAIN).with(8 << 20, Optional.empty());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> other.listener().hearMail(huge))
          .withMessageContaining("records");
    }
  }
}
