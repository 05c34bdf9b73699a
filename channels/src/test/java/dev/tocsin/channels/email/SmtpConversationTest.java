package dev.tocsin.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.channels.TestAlerts;
import dev.tocsin.channels.TestTls;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpConversationTest {

  /** Far longer than a loopback needs on a busy machine: no test here waits for it. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SmtpPeer peer = new SmtpPeer(TestTls.server());
  private final TimeBox timeBox = new TimeBox();

  @AfterEach
  void close() {
    peer.close();
    timeBox.close();
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, 421 4.3.2 busy, TryAgain",
    "CONNECT, 554 5.3.2 no service, TryAgain",
    "AUTH, 454 4.7.0 later, TryAgain",
    "AUTH, 535 5.7.8 wrong, TryAgain",
    "MAIL, 451 4.3.0 later, TryAgain",
    "MAIL, 550 5.7.1 this sender may not, TryAgain",
    "RCPT, 450 4.2.1 greylisted, TryAgain",
    "RCPT, 452 4.5.3 too many, TryAgain",
    "RCPT, 530 5.7.0 log in first, TryAgain",
    "RCPT, 550 5.7.1 relaying denied, TryAgain",
    "RCPT, 550 5.1.1 no such user, GiveUp",
    "RCPT, 550 no such user, GiveUp",
    "RCPT, 552 5.2.2 mailbox full, GiveUp",
    "RCPT, 553 5.1.3 bad address, GiveUp",
    "DATA, 451 4.3.0 later, TryAgain",
    "DATA, 554 5.5.1 no, GiveUp",
    "., 452 4.3.1 disk full, TryAgain",
    "., 554 5.6.0 rejected, GiveUp",
  })
  void each_refusal_has_its_verdict(String step, String reply, String verdict) {
    peer.answer(step, reply);
    Verdict got = send("ops@example.net");
    assertThat(got.getClass().getSimpleName()).as(got.detail()).isEqualTo(verdict);
    assertThat(peer.taken()).isEmpty();
  }

  @Test
  void a_rehearsal_writes_a_letter_and_sends_none() {
    new Mailer(config(Optional.empty()), "Tocsin", timeBox).rehearse();
    assertThat(peer.taken()).isEmpty();
  }

  @Test
  void a_server_that_takes_it_and_then_hangs_has_taken_it() {
    peer.answer("QUIT", SmtpPeer.HANG);
    assertThat(send("ops@example.net"))
        .isEqualTo(new Verdict.Delivered("taken by the mail server"));
  }

  @Test
  void a_server_without_starttls_is_refused_before_the_password_is_sent() {
    peer.answer("EHLO", "250-peer.example\r\n250 AUTH PLAIN");
    assertThat(send("ops@example.net")).isInstanceOf(Verdict.TryAgain.class);
    assertThat(peer.heard()).noneMatch(line -> line.startsWith("AUTH"));
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused_before_the_password_is_sent() {
    Verdict got = send(kind(Optional.empty()), "ops@example.net");
    assertThat(got).isInstanceOf(Verdict.TryAgain.class);
    assertThat(got.detail()).contains("TLS");
    assertThat(peer.heard()).noneMatch(line -> line.startsWith("AUTH"));
  }

  @Test
  void one_dead_address_does_not_keep_the_message_from_the_others() {
    peer.answer("RCPT TO:<gone@", "550 5.1.1 no such user");
    Verdict got = send("ops@example.net", "gone@example.net", "boss@example.net");
    assertThat(got).isInstanceOf(Verdict.Delivered.class);
    assertThat(got.detail()).contains("taken for 2").contains("gone@example.net");
    assertThat(peer.taken()).hasSize(1);
  }

  @Test
  void a_reader_who_has_the_message_does_not_get_it_again_when_another_is_tried_again() {
    EmailKind kind = kind(Optional.of(TestTls.PEM));
    peer.answer("RCPT TO:<slow@", "450 4.2.1 greylisted");
    assertThat(send(kind, "ops@example.net", "slow@example.net"))
        .isInstanceOf(Verdict.TryAgain.class);
    peer.behave();
    peer.heard().clear();
    assertThat(send(kind, "ops@example.net", "slow@example.net"))
        .isInstanceOf(Verdict.Delivered.class);
    assertThat(peer.heard().stream().filter(line -> line.startsWith("RCPT")))
        .containsExactly("RCPT TO:<slow@example.net>");
    assertThat(send(kind, "ops@example.net", "slow@example.net"))
        .isEqualTo(new Verdict.Delivered("taken by the mail server before"));
    assertThat(peer.taken()).hasSize(2);
  }

  @Test
  void an_address_that_the_server_cannot_write_is_given_up() {
    assertThat(send("jürgen@example.net")).isInstanceOf(Verdict.GiveUp.class);
  }

  @Test
  void we_introduce_ourselves_by_the_domain_of_the_sender() {
    send("ops@example.net");
    assertThat(peer.heard()).contains("EHLO example.org", "MAIL FROM:<alerts@example.org>");
  }

  @Test
  void without_a_mail_server_alerts_wait() {
    var kind = new EmailKind(Optional.empty(), "Tocsin", timeBox);
    assertThat(send(kind, "ops@example.net"))
        .isEqualTo(new Verdict.TryAgain("no mail server is configured", Optional.empty()));
  }

  @Test
  void the_password_is_not_printed() {
    assertThat(config(Optional.empty()).toString()).contains("me").doesNotContain("pässword");
  }

  private Verdict send(String... to) {
    return send(kind(Optional.of(TestTls.PEM)), to);
  }

  private static Verdict send(EmailKind kind, String... to) {
    String json = "{\"to\": [\"%s\"]}".formatted(String.join("\", \"", List.of(to)));
    return kind.open(json).deliver(TestAlerts.of("key-7", TestAlerts.down("nightly")));
  }

  private EmailKind kind(Optional<Path> ca) {
    return new EmailKind(Optional.of(config(ca)), "Tocsin", timeBox);
  }

  private SmtpConfig config(Optional<Path> ca) {
    return new SmtpConfig(
        "localhost",
        peer.port(),
        SmtpConfig.Tls.STARTTLS,
        Optional.of(new SmtpConfig.Login("me", "pässword")),
        "alerts@example.org",
        ca,
        LIMIT,
        LIMIT,
        LIMIT);
  }
}
