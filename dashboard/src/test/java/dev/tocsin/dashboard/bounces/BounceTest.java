package dev.tocsin.dashboard.bounces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Mails that came back, of servers that follow the standard and of others. */
class BounceTest {

  private static final UUID CODE = UUID.fromString("0c5f8f0e-7b1d-4c57-8f43-2f3f6f8f9a10");
  private static final String ID = "<0c5f8f0e7b1d4c578f432f3f6f8f9a10@example.org>";

  private static Bounce read(String mail) {
    return Bounce.read(mail.replace("ID", ID).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_report_that_carries_the_whole_mail() {
    Bounce bounce =
        read(
            """
            Return-Path: <>
            From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
            In-Reply-To: ID
            Content-Type: multipart/report; boundary="x"; report-type=delivery-status

            --x
            Content-Type: multipart/alternative; boundary="y"

            --y
            Content-Type: text/plain

            Address not found
            --y--
            --x
            Content-Type: message/delivery-status

            Reporting-MTA: dns; googlemail.com
            Arrival-Date: Fri, 20 Nov 2026 05:25:00 -0800 (PST)

            Final-Recipient: rfc822; a@example.org
            Action: delivered
            Status: 2.0.0

            Final-Recipient: rfc822; b@example.org
            Action: failed
            Status: 5.1.1
            Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to
             reach does not exist.
            --x
            Content-Type: message/rfc822

            Message-ID: ID
            Content-Type: text/plain

            Status: 4.0.0 is not what this is about
            --x--
            """);
    assertThat(bounce.messages()).containsExactly(CODE);
    assertThat(bounce.failure())
        .contains(
            new Bounce.Failure(
                true,
                "b@example.org 5.1.1 smtp; 550-5.1.1 The email account that you tried to reach"
                    + " does not exist."));
  }

  @Test
  void a_mail_server_of_old_says_it_in_plain_words() {
    Bounce bounce =
        read(
            """
            Return-Path: <>
            From: MAILER-DAEMON@mx.example.net
            Subject: failure notice

            Hi. This is the qmail-send program at mx.example.net.

            <ops@example.net>:
            Sorry, no mailbox here by that name. (#5.1.1)

            --- Below this line is a copy of the message.

            Message-ID: ID
            Subject: UP: backup
            """);
    assertThat(bounce.messages()).containsExactly(CODE);
    assertThat(bounce.failure())
        .contains(new Bounce.Failure(true, "Sorry, no mailbox here by that name. (#5.1.1)"));
  }

  @Test
  void warnings_answers_of_people_and_other_mail_are_no_failures() {
    String server = "From: MAILER-DAEMON@mx.example.net\n";
    assertThat(read(server + "\nStill trying: 451 4.4.1 no answer\nMessage-ID: ID").failure())
        .isEmpty();
    assertThat(read("From: boss@example.org\n\nI am out, room 5.1.1, call 550 12\n").failure())
        .isEmpty();
    assertThat(read(server + "\nfrom 10.5.1.1 and 5.1.1.7, ticket 1550 2\n").failure()).isEmpty();
    assertThat(read("").failure()).isEmpty();
    assertThat(read("").messages()).isEmpty();
  }

  @Test
  void whatever_comes_is_read_in_bounded_time_and_never_throws() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] noise = new byte[2_000_000];
    random.nextBytes(noise);
    String deep = "Content-Type: multipart/mixed; boundary=b\n\n--b\n".repeat(20_000);
    String wide = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(200_000);
    String ids = "Message-ID: " + (ID + " ").repeat(10_000) + "\n\n";
    String reports =
        "Content-Type: message/delivery-status\n\n" + "Action: failed\n\n".repeat(50_000);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          assertThat(Bounce.read(noise).messages()).as("seed %d", seed).hasSizeLessThan(11);
          for (String mail : new String[] {deep, wide, ids, reports}) {
            assertThat(read(mail).messages()).hasSizeLessThan(11);
          }
        });
  }
}
