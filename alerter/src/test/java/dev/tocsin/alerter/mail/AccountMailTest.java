package dev.tocsin.alerter.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.alerter.World;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.email.PersonalLetter;
import dev.tocsin.channels.email.Postbox;
import dev.tocsin.channels.email.SmtpConfig;
import dev.tocsin.store.SecretBox;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Letters through a real mail server. */
class AccountMailTest {

  private final World world = new World();
  private final TimeBox timeBox = new TimeBox();
  private final SecretBox secrets = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

  @AfterEach
  void close() {
    server.stop();
    timeBox.close();
    world.close();
  }

  private AccountMail mailThrough(int port) {
    SmtpConfig config =
        SmtpConfig.of(
            "127.0.0.1",
            port,
            SmtpConfig.Tls.NONE,
            Optional.empty(),
            "tocsin@example.org",
            Optional.empty());
    return new AccountMail(world.db, secrets, Optional.of(new Postbox(config, "Tocsin", timeBox)));
  }

  private void write(String to, Duration valid) {
    PersonalLetter letter =
        new PersonalLetter(
            "A new <password>",
            List.of("Somebody asked for it."),
            Optional.of(new PersonalLetter.Link("https://t.example/reset/abc", "Choose it")),
            "You have an account.");
    world.run(
        """
        INSERT INTO account_mail (recipient, letter, expires_at)
        VALUES (?, ?, clock_timestamp() + ?::interval)
        """,
        to,
        secrets.seal(letter.toBytes()),
        valid);
  }

  private long waiting() {
    return world.one("SELECT count(*) AS n FROM account_mail");
  }

  @Test
  void a_letter_is_sent_once_and_its_row_goes() throws Exception {
    server.start();
    AccountMail mail = mailThrough(server.getSmtp().getPort());
    write("ada@example.org", Duration.ofHours(1));
    assertThat(mail.runOnce()).isTrue();
    assertThat(mail.runOnce()).isFalse();
    assertThat(waiting()).isZero();
    assertThat(server.getReceivedMessages()).hasSize(1);
    MimeMessage message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("A new <password>");
    assertThat(message.getHeader("List-ID")).isNull();
    var parts = (MimeMultipart) message.getContent();
    assertThat((String) parts.getBodyPart(0).getContent())
        .contains("Somebody asked for it.", "https://t.example/reset/abc", "You have an account.");
    assertThat((String) parts.getBodyPart(1).getContent())
        .contains("A new &lt;password&gt;", "href=\"https://t.example/reset/abc\"", "Choose it");
  }

  @Test
  void a_letter_waits_while_the_mail_server_is_away() {
    server.start();
    int port = server.getSmtp().getPort();
    server.stop();
    write("ada@example.org", Duration.ofHours(1));
    assertThat(mailThrough(port).runOnce()).isTrue();
    assertThat(waiting()).isOne();
    assertThat(
            world.one(
                "SELECT round(extract(epoch FROM next_at - clock_timestamp())) AS n"
                    + " FROM account_mail"))
        .isBetween(5L, 10L);
    world.run("UPDATE account_mail SET next_at = clock_timestamp()");
    GreenMail back = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    back.start();
    try {
      assertThat(mailThrough(back.getSmtp().getPort()).runOnce()).isTrue();
      assertThat(back.getReceivedMessages()).hasSize(1);
    } finally {
      back.stop();
    }
    assertThat(waiting()).isZero();
  }

  @Test
  void a_letter_that_is_worth_nothing_any_more_is_dropped() {
    server.start();
    write("ada@example.org", Duration.ofSeconds(-1));
    assertThat(mailThrough(server.getSmtp().getPort()).runOnce()).isTrue();
    assertThat(waiting()).isZero();
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void a_letter_of_another_key_does_not_stop_the_others() {
    server.start();
    world.run(
        """
        INSERT INTO account_mail (recipient, letter, expires_at, next_at)
        VALUES ('a@example.org', '\\x00', clock_timestamp() + interval '1 h', now() - interval '1 h')
        """);
    write("ada@example.org", Duration.ofHours(1));
    AccountMail mail = mailThrough(server.getSmtp().getPort());
    assertThat(mail.runOnce()).isTrue();
    assertThat(mail.runOnce()).isTrue();
    assertThat(server.getReceivedMessages()).hasSize(1);
    assertThat(waiting()).isZero();
  }

  @Test
  void pauses_double_up_to_ten_minutes() {
    assertThat(AccountMail.PAUSES.after(1)).isEqualTo(Duration.ofSeconds(10));
    assertThat(AccountMail.PAUSES.after(3)).isEqualTo(Duration.ofSeconds(40));
    assertThat(AccountMail.PAUSES.after(100)).isEqualTo(Duration.ofMinutes(10));
  }
}
