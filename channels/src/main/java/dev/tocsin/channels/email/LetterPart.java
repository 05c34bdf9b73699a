package dev.tocsin.channels.email;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.PreencodedMimeBodyPart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The parts of a letter, as the bytes that are sent. The library would write a text byte by byte
 * through a stack of streams, and look at each before to choose an encoding: of the time that a
 * letter took, most went there.
 */
final class LetterPart {

  /** RFC 5322, 2.1.1, in octets. */
  private static final int LONGEST_LINE = 998;

  private LetterPart() {}

  static MimeBodyPart plain(String text) throws MessagingException {
    return part(text, "plain");
  }

  /** With all letters beyond ASCII by number, so that it need not be encoded. */
  static MimeBodyPart html(String html) throws MessagingException {
    return part(inAscii(html), "html");
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    String encoding = encoding(text);
    byte[] bytes =
        switch (encoding) {
          case "7bit" -> text.getBytes(StandardCharsets.US_ASCII);
          // RFC 2046, 4.1.1: nobody on the way sees the ends of lines to mend them.
          case "base64" -> encoded(text.replaceAll("\r?\n", "\r\n"), encoding);
          default -> encoded(text, encoding);
        };
    String type = "text/" + subtype + "; charset=UTF-8";
    var part = new PreencodedMimeBodyPart(encoding);
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type)));
    return part;
  }

  private static byte[] encoded(String text, String encoding) throws MessagingException {
    var bytes = new ByteArrayOutputStream(2 * text.length());
    try (OutputStream out = MimeUtility.encode(bytes, encoding)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be written", e);
    }
    return bytes.toByteArray();
  }

  private static String inAscii(String html) {
    var ascii = new StringBuilder(html.length() + html.length() / 8);
    int next;
    for (int i = 0; i < html.length(); i = next) {
      int letter = html.codePointAt(i);
      next = i + Character.charCount(letter);
      if (letter < 128) {
        ascii.append((char) letter);
      } else {
        ascii.append("&#").append(letter).append(';');
      }
    }
    return ascii.toString();
  }

  /** What the library would choose, too. */
  private static String encoding(String text) {
    int beyondAscii = 0;
    int line = 0;
    int longest = 0;
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      beyondAscii += letter < 128 ? 0 : 1;
      line = letter == '\n' || letter == '\r' ? 0 : line + 1;
      longest = Math.max(longest, line);
    }
    if (beyondAscii > text.length() / 2) {
      return "base64";
    }
    return beyondAscii == 0 && longest <= LONGEST_LINE ? "7bit" : "quoted-printable";
  }
}
