package dev.tocsin.ping.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.ping.journal.Target;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialogueTest {

  private static final String RCPT = "RCPT TO:<" + Talk.CODE + "@ping.example>";

  private final Talk talk = new Talk();

  @Test
  void a_message_goes_from_greeting_to_good_bye() {
    talk.sayData().say("Subject: hi", "", "all well", ".");
    assertThat(talk.delivered).hasSize(1);
    Envelope envelope = talk.delivered.get(0);
    assertThat(envelope.sender()).isEqualTo("job@host");
    assertThat(envelope.targets()).containsExactly(new Target.ByCode(UUID.fromString(Talk.CODE)));
    assertThat(talk.message()).isEqualTo("Subject: hi\r\n\r\nall well\r\n");
    talk.dialogue.delivered("250 OK");
    talk.say("QUIT");
    assertThat(talk.replies)
        .containsExactly(
            "220 ping.example ESMTP Tocsin",
            "250-ping.example\n250-PIPELINING\n250-SIZE 2000\n250-8BITMIME\n250 SMTPUTF8",
            "250 OK",
            "250 OK",
            "354 End with a dot alone on a line",
            "250 OK",
            "221 2.0.0 Bye");
    assertThat(talk.hungUp).isTrue();
    assertThat(talk.reserved).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL FROM:<a@b> SIZE=2001 | 552",
        "MAIL FROM:<a@b> SIZE=2000 | 250",
        "MAIL FROM:<a@b> SIZE=99999999999999999999 | 552",
        "MAIL FROM:<a@b> SIZE=-1 | 501",
        "MAIL FROM:<a@b> BODY=8BITMIME SMTPUTF8 | 250",
        "MAIL FROM:<a@b> BODY=BINARYMIME | 555",
        "MAIL FROM:<> | 250",
        "mail from: <a@b> | 250",
        "MAIL FROM:a@b | 250",
        "MAIL FROM:<a@b | 501",
        "MAIL FROM:<a@b>x | 501",
        "MAIL FROM: | 501",
        "MAIL TO:<a@b> | 501",
        "MAIL | 501",
        "RCPT TO:<a@b> | 503",
        "DATA | 503",
        "RSET | 250",
        "NOOP | 250",
        "VRFY root | 252",
        "HELO | 501",
        "EXPN all | 500",
        "AUTH PLAIN AGEAYg== | 500",
        "BDAT 10 LAST | 500",
        "STARTTLS | 503",
        "'' | 500"
      })
  void each_command_has_its_answer(String command, String code) {
    talk.say("EHLO me").say(command);
    assertThat(talk.last()).startsWith(code);
    assertThat(talk.hungUp).isFalse();
  }

  @Test
  void mail_needs_a_greeting_first() {
    talk.say("MAIL FROM:<a@b>");
    assertThat(talk.last()).startsWith("503");
    talk.say("HELO me", "MAIL FROM:<a@b>");
    assertThat(talk.last()).isEqualTo("250 OK");
  }

  @Test
  void recipients_that_are_none_are_refused_word_for_word_and_the_others_go_on() {
    talk.say("EHLO me", "MAIL FROM:<a@b>", "RCPT TO:<x@elsewhere.example>");
    assertThat(talk.last()).isEqualTo("550 5.1.1 Recipient rejected");
    talk.say("RCPT TO:<nobody@ping.example>");
    assertThat(talk.last()).isEqualTo("550 5.1.1 Invalid mailbox");
    talk.say("DATA");
    assertThat(talk.last()).isEqualTo("554 5.5.1 No valid recipients");
    talk.say(RCPT, "DATA");
    assertThat(talk.last()).startsWith("354");
    assertThat(talk.refused).containsExactly(Refusal.DOMAIN, Refusal.MAILBOX);
  }

  @Test
  void beyond_so_many_recipients_the_next_ones_wait_for_another_message() {
    talk.say("EHLO me", "MAIL FROM:<a@b>");
    for (int i = 1; i <= 4; i++) {
      talk.say("RCPT TO:<5c2e9f6a-8d0b-4c55-9d2a-00000000000" + i + "@ping.example>");
    }
    assertThat(talk.last()).isEqualTo("452 4.5.3 Too many recipients");
    talk.say("RCPT TO:<5c2e9f6a-8d0b-4c55-9d2a-000000000001@ping.example>");
    assertThat(talk.last()).as("named twice").isEqualTo("250 OK");
    talk.say("DATA", "x", ".");
    assertThat(talk.delivered.get(0).targets()).hasSize(3);
  }

  @Test
  void a_check_that_sent_too_many_is_told_when_to_come_again_and_the_others_go_on() {
    String loud = "5c2e9f6a-8d0b-4c55-9d2a-000000000001";
    talk.limited.add(new Target.ByCode(UUID.fromString(loud)));
    talk.say("EHLO me", "MAIL FROM:<a@b>", "RCPT TO:<" + loud + "@ping.example>");
    assertThat(talk.last()).isEqualTo("450 4.7.28 Rate limited, try again in 7 seconds");
    assertThat(talk.refused).containsExactly(Refusal.RATE);
    assertThat(Refusal.RATE.ours()).isFalse();
    talk.say(RCPT, RCPT, "DATA", "x", ".");
    assertThat(talk.delivered.get(0).targets())
        .containsExactly(new Target.ByCode(UUID.fromString(Talk.CODE)));
  }

  @Test
  void dots_that_were_added_for_the_way_are_taken_away() {
    talk.sayData().say("..", "...a", "a.b", ".c", ".");
    assertThat(talk.message()).isEqualTo(".\r\n..a\r\na.b\r\nc\r\n");
  }

  @Test
  void an_empty_message_is_a_message() {
    talk.sayData().say(".");
    assertThat(talk.message()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\n",
        "\r\n.\r",
        "\n\n.\r\n",
        "\r\r\n.\r",
        "\r\n.\r\r\n",
        "\0\r\n.\0\r\n"
      })
  void nothing_but_a_dot_between_two_whole_line_ends_ends_a_message(String almost) {
    // What a server in between might take for the end, followed by a message of the sender's own.
    talk.sayData().send("x" + almost + "MAIL FROM:<evil@b>\r\n" + RCPT + "\r\nDATA\r\n");
    assertThat(talk.delivered).isEmpty();
    assertThat(talk.dialogue.phase()).isEqualTo(Dialogue.Phase.MESSAGE);
    talk.send("\r\n.\r\n");
    assertThat(talk.delivered).hasSize(1);
    assertThat(talk.delivered.get(0).sender()).isEqualTo("job@host");
    assertThat(talk.message()).contains("MAIL FROM:<evil@b>");
  }

  @Test
  void eight_bit_content_and_nul_are_kept_byte_for_byte() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      all.append(c == '\r' || c == '\n' ? ' ' : c);
    }
    talk.sayData().send(all + "\r\nbare\nends\rstay\r\n.\r\n");
    assertThat(talk.message()).isEqualTo(all + "\r\nbare\nends\rstay\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOOP\n", "NO\nOP\r\n", "NOOP\rX\r\n", "\n", "NOOP\r\r\n"})
  void a_command_line_with_half_an_end_ends_the_conversation(String line) {
    talk.send(line);
    assertThat(talk.last()).isEqualTo("500 5.5.2 Lines end with CR LF");
    assertThat(talk.hungUp).isTrue();
  }

  @Test
  void an_endless_line_ends_the_conversation_where_the_bound_is() {
    talk.send("NOOP " + "x".repeat(CommandLines.MAX_BYTES - 7) + "\r\n");
    assertThat(talk.last()).isEqualTo("250 OK");
    talk.send("NOOP " + "x".repeat(CommandLines.MAX_BYTES - 6) + "\r\n");
    assertThat(talk.last()).isEqualTo("500 5.5.2 Line too long");
    assertThat(talk.hungUp).isTrue();
  }

  @Test
  void what_browsers_post_is_not_heard() {
    talk.send("POST / HTTP/1.1\r\nEHLO me\r\n");
    assertThat(talk.hungUp).isTrue();
    assertThat(talk.codes()).containsExactly("220", "500");
  }

  @Test
  void after_many_mistakes_the_conversation_ends() {
    for (int i = 0; i < 6; i++) {
      talk.say("WHAT");
    }
    assertThat(talk.codes()).containsExactly("220", "500", "500", "500", "500", "500", "421");
    assertThat(talk.hungUp).isTrue();
  }

  @Test
  void a_message_beyond_the_limit_is_refused_and_not_kept() {
    String line = "x".repeat(98) + "\r\n";
    talk.sayData();
    for (int i = 0; i < 20; i++) {
      talk.send(line);
    }
    assertThat(talk.reserved).isLessThanOrEqualTo(Talk.MAX_MESSAGE);
    talk.send("y".repeat(100_000));
    assertThat(talk.reserved).isLessThanOrEqualTo(Talk.MAX_MESSAGE);
    talk.send("\r\n.\r\n");
    assertThat(talk.last()).isEqualTo("552 5.3.4 Message too large");
    assertThat(talk.reserved).isZero();
    talk.sayData().say("small", ".");
    assertThat(talk.message()).as("the next one").isEqualTo("small\r\n");
  }

  @Test
  void a_message_just_as_large_as_the_limit_is_taken() {
    talk.sayData().send("x".repeat(Talk.MAX_MESSAGE - 2) + "\r\n.\r\n");
    assertThat(talk.delivered.get(0).message()).hasSize(Talk.MAX_MESSAGE);
  }

  @Test
  void without_memory_the_client_is_to_come_again() {
    talk.memory = 0;
    talk.sayData().say("x", ".");
    assertThat(talk.last()).startsWith("451");
    assertThat(talk.refused).containsExactly(Refusal.MEMORY);
  }

  @Test
  void a_client_may_send_everything_ahead() {
    talk.send(
        "EHLO me\r\nMAIL FROM:<a@b>\r\n"
            + RCPT
            + "\r\nDATA\r\none\r\n.\r\nMAIL FROM:<c@d>\r\n"
            + RCPT
            + "\r\nDATA\r\ntwo\r\n.\r\nQUIT\r\n");
    assertThat(talk.delivered).as("the second one waits for the first").hasSize(1);
    talk.dialogue.delivered("451 4.3.1 Busy");
    assertThat(talk.delivered).hasSize(2);
    talk.dialogue.delivered("250 OK");
    assertThat(talk.codes())
        .containsExactly(
            "220", "250", "250", "250", "354", "451", "250", "250", "354", "250", "221");
  }

  @Test
  void it_makes_no_difference_how_the_bytes_are_cut() {
    String all =
        "EHLO me\r\nMAIL FROM:<a@b>\r\nWHAT\r\n"
            + RCPT
            + "\r\nDATA\r\n..a\r\n.b\r\n\n.\nc\r\n.\r\nNOOP\r\n";
    Talk whole = new Talk().send(all);
    whole.dialogue.delivered("250 OK");
    for (long seed = 0; seed < 300; seed++) {
      Talk cut = new Talk().sendInPieces(all, new Random(seed));
      cut.dialogue.delivered("250 OK");
      assertThat(cut.replies).as("seed %d", seed).isEqualTo(whole.replies);
      assertThat(cut.message()).as("seed %d", seed).isEqualTo(whole.message());
    }
  }

  @Test
  void tls_is_offered_once_and_makes_everything_begin_again() {
    Talk tls = new Talk(true);
    tls.say("EHLO me");
    assertThat(tls.last()).contains("250-STARTTLS");
    tls.say("MAIL FROM:<a@b>").say("STARTTLS");
    assertThat(tls.handshakes).isEqualTo(1);
    tls.dialogue.secured();
    tls.say("MAIL FROM:<a@b>");
    assertThat(tls.last()).startsWith("503");
    tls.say("EHLO me");
    assertThat(tls.last()).doesNotContain("STARTTLS");
    tls.say("STARTTLS");
    assertThat(tls.last()).startsWith("503");
  }

  @Test
  void what_comes_with_starttls_in_the_same_breath_is_never_heard() {
    Talk tls = new Talk(true);
    tls.say("EHLO me").say("STARTTLS", "EHLO evil", "MAIL FROM:<evil@b>");
    assertThat(tls.handshakes).isZero();
    assertThat(tls.hungUp).isTrue();
    assertThat(tls.last()).startsWith("554");
  }

  @Test
  void a_message_of_a_client_that_is_gone_keeps_its_memory_until_it_is_on_disk() {
    talk.sayData().say("x", ".");
    talk.dialogue.over();
    assertThat(talk.reserved).isPositive();
    talk.dialogue.delivered("250 OK");
    assertThat(talk.reserved).isZero();
    assertThat(talk.last()).as("nobody to say it to").startsWith("354");
  }

  @Test
  void half_a_message_is_none() {
    talk.sayData().say("half");
    talk.dialogue.over();
    assertThat(talk.delivered).isEmpty();
    assertThat(talk.reserved).isZero();
  }
}
