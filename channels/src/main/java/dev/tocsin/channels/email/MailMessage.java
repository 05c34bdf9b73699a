package dev.tocsin.channels.email;

import dev.tocsin.channels.words.Text;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;

/**
 * A letter in its envelope. Every attempt at one message makes the same Message-ID and date, so
 * that a copy that was sent twice is seen as one.
 */
final class MailMessage extends MimeMessage {

  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  /** RFC 5322, 2.1.1, in octets. */
  private static final int LONGEST_LINE = 998;

  private final String id;

  private MailMessage(Session session, String id) {
    super(session);
    this.id = id;
  }

  static MailMessage of(
      Session session,
      Letter letter,
      Envelope envelope,
      InternetAddress sender,
      String siteName,
      List<InternetAddress> to)
      throws MessagingException, UnsupportedEncodingException {
    String domain = Addresses.domain(sender);
    var message = new MailMessage(session, "<%s@%s>".formatted(envelope.key(), domain));
    String name = Text.oneLine(sender.getPersonal() == null ? siteName : sender.getPersonal());
    message.setFrom(new InternetAddress(sender.getAddress(), name, UTF_8));
    message.setRecipients(Message.RecipientType.TO, to.toArray(Address[]::new));
    message.setSubject(letter.subject(), UTF_8);
    message.setSentDate(Date.from(envelope.at()));
    // RFC 3834: no out-of-office answers, please. Exchange listens to the other one only.
    message.setHeader("Auto-Submitted", "auto-generated");
    message.setHeader("X-Auto-Response-Suppress", "All");
    if (envelope.ofList()) {
      String list = MimeUtility.encodeText(Text.oneLine(siteName), UTF_8, null);
      message.setHeader("List-ID", MimeUtility.fold(9, list + " <alerts." + domain + ">"));
    }
    if (envelope.leave().isPresent()) { // RFC 8058: one press in the mail program is enough
      message.setHeader("List-Unsubscribe", "<" + Text.oneLine(envelope.leave().get()) + ">");
      message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    var parts = new MimeMultipart("alternative");
    parts.addBodyPart(part(letter.text(), "plain"));
    parts.addBodyPart(part(inAscii(letter.html()), "html"));
    message.setContent(parts);
    message.saveChanges();
    return message;
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    var part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    part.setHeader("Content-Transfer-Encoding", encoding(text));
    return part;
  }

  /**
   * HTML with all letters beyond ASCII by number. So it needs no encoding, which the library does
   * byte by byte: of the time that a letter takes, most went there.
   */
  static String inAscii(String html) {
    if (html.chars().allMatch(c -> c < 128)) {
      return html;
    }
    var ascii = new StringBuilder(html.length() + 256);
    html.codePoints()
        .forEach(
            c -> {
              if (c < 128) {
                ascii.append((char) c);
              } else {
                ascii.append("&#").append(c).append(';');
              }
            });
    return ascii.toString();
  }

  /**
   * What the library would choose, too, by a look at each byte through a stack of streams: most of
   * the work that a letter was.
   */
  private static String encoding(String text) {
    long beyondAscii = text.chars().filter(c -> c >= 128).count();
    if (beyondAscii > text.length() / 2) {
      return "base64";
    }
    boolean fits = text.lines().allMatch(line -> line.length() <= LONGEST_LINE);
    return beyondAscii == 0 && fits ? "7bit" : "quoted-printable";
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
