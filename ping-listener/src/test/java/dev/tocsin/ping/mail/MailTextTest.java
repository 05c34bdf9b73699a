package dev.tocsin.ping.mail;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailTextTest {

  private static String all(String mail) {
    return of(mail, true, true);
  }

  private static String body(String mail) {
    return of(mail, false, true);
  }

  private static String of(String mail, boolean subject, boolean body) {
    return MailText.of(mail.replace("\n", "\r\n").getBytes(UTF_8), subject, body);
  }

  @Test
  void subject_plain_part_and_html_part_follow_each_other() {
    String mail =
        """
        Subject: Backup of db1
        Content-Type: multipart/alternative; boundary=b

        ignored
        --b
        Content-Type: text/html

        <p>in <i>HTML</i></p>
        --b
        Content-Type: text/plain

        in plain
        --b--
        ignored
        """;
    assertThat(all(mail)).isEqualTo("Backup of db1\nin plain\nin HTML");
    assertThat(of(mail, true, false)).isEqualTo("Backup of db1");
    assertThat(body(mail)).isEqualTo("in plain\nin HTML");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain words | plain words",
        "=?utf-8?q?caf=C3=A9_FAILED?= | café FAILED",
        "=?UTF-8?B?w5xiZXJ0cmFndW5n?= ok | Übertragung ok",
        "=?iso-8859-1?q?gr=FC=DFe?= | grüße",
        "=?koi8-r?b?z9vJwsvB?= | ошибка",
        "=?utf-8?q?FAI?= =?utf-8?q?LED?= | FAILED",
        "=?no-such-charset?q?x?= FAILED | =?no-such-charset?q?x?= FAILED",
        "=?utf-8?q?broken FAILED | =?utf-8?q?broken FAILED",
        "Übrig FAILED | Übrig FAILED"
      })
  void encoded_words_of_the_subject_are_decoded(String subject, String text) {
    assertThat(of("Subject: " + subject + "\n\n", true, false)).isEqualTo(text);
  }

  @Test
  void a_folded_subject_is_unfolded() {
    assertThat(of("Subject: one\n two\nFrom: a@b\n\n", true, false)).isEqualTo("one two");
  }

  @Test
  void a_character_that_was_cut_in_two_encoded_words_is_whole_again() {
    String mail = "Subject: =?utf-8?b?" + b64("aé", 0, 2) + "?= =?utf-8?b?" + b64("aé", 2, 3);
    assertThat(of(mail + "?=\n\n", true, false)).isEqualTo("aé");
  }

  private static String b64(String text, int from, int to) {
    byte[] part = Arrays.copyOfRange(text.getBytes(UTF_8), from, to);
    return Base64.getEncoder().encodeToString(part);
  }

  @Test
  void without_a_subject_there_is_an_empty_line() {
    assertThat(all("From: a@b\n\nbody")).isEqualTo("\nbody");
  }

  @Test
  void transfer_encodings_and_charsets_are_honoured() {
    assertThat(
            body(
                "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
                    + Base64.getMimeEncoder().encodeToString("schön FAILED".getBytes(UTF_8))))
        .isEqualTo("schön FAILED");
    assertThat(
            body(
                "Content-Type: text/plain; charset=windows-1251\n"
                    + "Content-Transfer-Encoding: quoted-printable\n\n=EE=F8=E8=E1=EA=\n=E0"))
        .isEqualTo("ошибка");
    byte[] latin = "Content-Type: text/plain; charset=ISO-8859-1\r\n\r\ngrüße".getBytes(ISO_8859_1);
    assertThat(MailText.of(latin, false, true)).isEqualTo("grüße");
    byte[] japanese =
        "Content-Type: text/plain; charset=ISO-2022-JP\r\n\r\n失敗"
            .getBytes(Charset.forName("ISO-2022-JP"));
    assertThat(MailText.of(japanese, false, true)).isEqualTo("失敗");
  }

  @Test
  void what_says_nothing_of_itself_is_plain_text_in_utf_8() {
    assertThat(body("Subject: x\n\nça va")).isEqualTo("ça va");
    assertThat(body("\nno header at all")).isEqualTo("no header at all");
    assertThat(body("Content-Type: text/plain; charset=klingon\n\nça va")).isEqualTo("ça va");
    assertThat(body("Content-Type: ;;;\n\nça va")).isEqualTo("ça va");
  }

  @Test
  void html_reads_as_a_reader_sees_it() {
    String html =
        """
        Content-Type: text/html; charset=utf-8

        <html><head><style>p { FAILED: 1 }</style></head><body>
        <script>var x = "FAILED";</script>
        <p>Job:&nbsp;<b>S</b>UCCESS&amp;&#33;   at
          noon &eacute;</p></body></html>
        """;
    assertThat(body(html)).isEqualTo("Job: SUCCESS&! at noon é");
  }

  @Test
  void attachments_and_forwarded_mails_are_not_looked_at() {
    String mail =
        """
        Subject: s
        Content-Type: multipart/mixed; boundary="o"

        --o
        Content-Type: text/plain
        Content-Disposition: attachment; filename=a.txt

        attached FAILED
        --o
        Content-Type: message/rfc822

        Subject: forwarded FAILED

        forwarded FAILED
        --o
        Content-Type: application/octet-stream

        octets FAILED
        --o
        Content-Type: multipart/alternative; boundary=i

        --i
        Content-Type: text/plain

        the text
        --i
        Content-Type: multipart/related; boundary=r

        --r
        Content-Type: text/html

        the page
        --r
        Content-Type: text/html

        a frame FAILED
        --r--
        --i--
        --o
        Content-Type: text/plain

        a second text FAILED
        --o--
        """;
    assertThat(all(mail)).isEqualTo("s\nthe text\nthe page");
  }

  @Test
  void a_mail_that_breaks_off_is_read_as_far_as_it_goes() {
    String cut =
        "Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n--b\nContent-Ty";
    assertThat(all(cut)).isEqualTo("s\nfirst");
    assertThat(all("Subject: s\nContent-Type: multipart/mixed\n\nno boundary")).startsWith("s");
    assertThat(all("Subject: s")).startsWith("s");
    assertThat(all("")).isBlank();
    assertThat(body("Content-Transfer-Encoding: base64\n\nZmlu*****e\0=")).startsWith("fin");
  }

  @Test
  void thousands_of_parts_in_parts_cost_neither_stack_nor_time() {
    StringBuilder deep = new StringBuilder("Subject: deep FAILED\n");
    for (int i = 0; i < 20_000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n");
      deep.append("--b").append(i).append('\n');
    }
    quickly(() -> assertThat(all(deep.toString())).isEqualTo("deep FAILED"));
    StringBuilder wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
    wide.append("--b\nContent-Type: text/plain\n\nearly\n");
    wide.append("--b\nContent-Type: image/png\n\n\n".repeat(60_000)).append("--b--");
    quickly(() -> assertThat(body(wide.toString())).isEqualTo("early"));
    String heads = "Subject: early\n" + "X: y\n".repeat(400_000);
    quickly(() -> assertThat(all(heads)).startsWith("early"));
    String longHead = "Subject: " + "y".repeat(2_500_000) + "\n\nbody";
    quickly(() -> all(longHead));
    String words = "Subject: " + "=?utf-8?q?a?= ".repeat(4_000) + "\n\nbody";
    quickly(() -> all(words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x<script>if (a<b && c) { '</b>' }</script>y | xy",
        "x<STYLE type='a>b'>p < q</Style >y | xy",
        "a<br>b<img alt='>' src=x>c | abc",
        "1 < 2 and 3 > 2 &lt; 4 | 1 < 2 and 3 > 2 < 4",
        "<!-- <b>no</b> -->x<![CDATA[no]]>y<?php no ?>z | xyz",
        "<td>S</td>UC<td>C</td> | SUCC",
        "&am<b>p; &eacute;&nbsp;&#33;&#x21;&amp | &amp; é !!&",
        "it's <i title=it's>a</i> quote | it's a quote",
        "x<b unfinished | x",
        "x<!-- unfinished | x",
        "x<script>unfinished | x",
        "<scripture>kept</scripture> | kept",
        "x< | x<"
      })
  void tags_are_told_from_text(String html, String text) {
    assertThat(body("Content-Type: text/html\n\n" + html)).isEqualTo(text);
  }

  @Test
  void html_that_was_made_to_hurt_does_not() {
    String head = "Content-Type: text/html\n\n";
    for (String piece :
        new String[] {
          "<b>",
          "<table><tr><td>x",
          "<a b='",
          "&amp",
          "&a;<b>",
          "&#x",
          "<!--",
          "<",
          "<script>",
          "</",
          "<style></sty",
          "<style></style>",
          "\0",
          " ",
          "<a =\"x"
        }) {
      String html = head + piece.repeat(2_400_000 / piece.length());
      quickly(() -> body(html));
    }
  }

  @Test
  void no_bytes_make_it_throw() {
    String[] pieces = {
      "Subject:",
      "Content-Type: multipart/mixed; boundary=b",
      "\r\n",
      "\n",
      "--b",
      "--b--",
      "=?utf-8?",
      "q?",
      "b?",
      "?=",
      "\0",
      "\u00ff",
      "Content-Transfer-Encoding: base64",
      "text/html",
      "<b>",
      "=",
      " ",
      "Content-Type: text/plain; charset=utf-7",
      "Content-Disposition: attachment",
      "charset*0=x"
    };
    for (long seed = 0; seed < 3_000; seed++) {
      Random chance = new Random(seed);
      StringBuilder mail = new StringBuilder();
      for (int i = chance.nextInt(40); i > 0; i--) {
        mail.append(pieces[chance.nextInt(pieces.length)]);
      }
      byte[] bytes = mail.toString().getBytes(ISO_8859_1);
      assertThatCode(() -> MailText.of(bytes, true, true))
          .as("seed %d", seed)
          .doesNotThrowAnyException();
    }
  }

  private static void quickly(Runnable what) {
    Assertions.assertTimeout(Duration.ofSeconds(5), what::run);
  }
}
