package dev.tocsin.channels.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.eclipse.angus.mail.smtp.SMTPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LetterPartTest {

  @ParameterizedTest
  @CsvSource({
    "backup is down, 1, 7bit",
    "backup is down, 100, quoted-printable",
    "Größe – Überwachung, 1, quoted-printable",
    "資料, 5, base64"
  })
  void a_text_is_encoded_no_more_than_it_must_be(String text, int times, String encoding)
      throws Exception {
    MimeBodyPart part = LetterPart.plain(text.repeat(times) + "\nbye");
    MimeBodyPart read = read(written(part));
    assertThat(read.getEncoding()).isEqualTo(encoding);
    assertThat(read.getContentType()).isEqualTo("text/plain; charset=UTF-8");
    assertThat(read.getContent()).isEqualTo(text.repeat(times) + "\r\nbye");
  }

  @Test
  void any_text_is_read_as_it_was_written() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      String text = text(random);
      for (MimeBodyPart part : new MimeBodyPart[] {LetterPart.plain(text), LetterPart.html(text)}) {
        byte[] sent = written(part);
        String lines = new String(sent, StandardCharsets.ISO_8859_1);
        assertThat(lines).as("seed %d", seed).matches("(?s)[\\t\\r\\n -~]*");
        assertThat(lines.lines()).as("seed %d", seed).allMatch(line -> line.length() <= 998);
      }
      assertThat(read(written(LetterPart.plain(text))).getContent().toString().lines())
          .as("seed %d", seed)
          .containsExactlyElementsOf(text.lines().toList());
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    String letters = "abc =.\tä–資😀";
    for (int line = random.nextInt(6); line >= 0; line--) {
      int most = random.nextInt(4) == 0 ? 2_000 : 100;
      int from = random.nextInt(3);
      int[] points = letters.codePoints().toArray();
      int kinds = from == 0 ? 7 : points.length;
      for (int i = random.nextInt(most); i > 0; i--) {
        text.appendCodePoint(points[from == 2 ? 9 : random.nextInt(kinds)]);
      }
      text.append("x\n"); // blanks at the end of a line are no part of it in a mail
    }
    return text.toString();
  }

  /** As the library writes it to a server, without the dots that are doubled for that. */
  private static byte[] written(MimeBodyPart part) throws IOException, MessagingException {
    part.setHeader("Content-Type", part.getDataHandler().getContentType());
    part.setHeader("Content-Transfer-Encoding", part.getEncoding());
    var bytes = new ByteArrayOutputStream();
    try (var out = new SMTPOutputStream(bytes)) {
      part.writeTo(out);
    }
    String sent = bytes.toString(StandardCharsets.ISO_8859_1);
    return sent.replace("\r\n..", "\r\n.").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static MimeBodyPart read(byte[] bytes) throws MessagingException {
    return new MimeBodyPart(new ByteArrayInputStream(bytes));
  }
}
