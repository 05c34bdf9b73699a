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
    return part(text, text.getBytes(StandardCharsets.UTF_8), "plain");
  }

  /** With all letters beyond ASCII by number, so that it need not be encoded. */
  static MimeBodyPart html(String html) throws MessagingException {
    return part(html, inAscii(html), "html");
  }

  private static MimeBodyPart part(String text, byte[] bytes, String subtype)
      throws MessagingException {
    String encoding = encoding(bytes);
    byte[] sent =
        switch (encoding) {
          case "7bit" -> bytes;
          // RFC 2046, 4.1.1: nobody on the way sees the ends of lines to mend them.
          case "base64" ->
              encoded(text.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.UTF_8), encoding);
          default -> encoded(bytes, encoding);
        };
    String type = "text/" + subtype + "; charset=UTF-8";
    var part = new PreencodedMimeBodyPart(encoding);
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(sent, type)));
    part.setHeader("Content-Transfer-Encoding", encoding); // else it is looked for all the same
    return part;
  }

  private static byte[] encoded(byte[] text, String encoding) throws MessagingException {
    var bytes = new ByteArrayOutputStream(2 * text.length);
    try (OutputStream out = MimeUtility.encode(bytes, encoding)) {
      out.write(text);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can be written", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] inAscii(String html) {
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == html.length()) {
      return bytes;
    }
    var ascii = new StringBuilder(bytes.length + bytes.length / 8);
    int done = 0;
    for (int i = 0; i < html.length(); i++) {
      if (html.charAt(i) >= 128) {
        int letter = html.codePointAt(i);
        ascii.append(html, done, i).append("&#").append(letter).append(';');
        i += Character.charCount(letter) - 1;
        done = i + 1;
      }
    }
    return ascii.append(html, done, html.length()).toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Base64 for what is mostly beyond ASCII; else as readable as it may be sent. */
  private static String encoding(byte[] text) {
    int beyondAscii = 0;
    int line = 0;
    int longest = 0;
    for (byte octet : text) {
      beyondAscii += octet < 0 ? 1 : 0;
      line = octet == '\n' || octet == '\r' ? 0 : line + 1;
      longest = Math.max(longest, line);
    }
    if (beyondAscii > text.length / 2) {
      return "base64";
    }
    return beyondAscii == 0 && longest <= LONGEST_LINE ? "7bit" : "quoted-printable";
  }
}
