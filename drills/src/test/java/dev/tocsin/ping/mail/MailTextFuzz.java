package dev.tocsin.ping.mail;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.nio.charset.StandardCharsets;

/** Any bytes for a mail: it is read without an exception, and says no more than it holds. */
public final class MailTextFuzz {

  private static final String[] WORDS = {
    "Subject: ",
    "Content-Type: ",
    "multipart/mixed; boundary=b\r\n\r\n",
    "multipart/related; boundary=",
    "text/html",
    "text/plain",
    "; charset=",
    "utf-16",
    "iso-2022-jp",
    "utf-7",
    "\r\n",
    "\r\n\r\n",
    "\r\n--b\r\n",
    "--b--",
    "Content-Transfer-Encoding: base64",
    "quoted-printable",
    "=?utf-8?q?",
    "?=",
    "=?utf-8?b?",
    "<script>",
    "</script>",
    "<!--",
    "&amp",
    "<b a='",
    "Content-Disposition: attachment"
  };

  /** What decoding and entities may add to a mail: a byte makes at most a few characters. */
  private static final int GROWTH = 8;

  private MailTextFuzz() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    StringBuilder mail = new StringBuilder();
    boolean subject = data.consumeBoolean();
    boolean body = data.consumeBoolean();
    while (data.remainingBytes() > 0) {
      mail.append(data.consumeBoolean() ? data.pickValue(WORDS) : data.consumeAsciiString(20));
      mail.append(new String(data.consumeBytes(4), StandardCharsets.ISO_8859_1));
    }
    byte[] bytes = mail.toString().getBytes(StandardCharsets.ISO_8859_1);
    String text = MailText.of(bytes, subject, body);
    if (text.length() > GROWTH * (bytes.length + 4)) {
      throw new IllegalStateException(bytes.length + " bytes say " + text.length() + " characters");
    }
  }
}
