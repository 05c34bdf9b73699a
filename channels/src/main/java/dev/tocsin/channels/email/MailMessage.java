package dev.tocsin.channels.email;

import dev.tocsin.channels.words.Text;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
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
    parts.addBodyPart(LetterPart.plain(letter.text()));
    parts.addBodyPart(LetterPart.html(letter.html()));
    message.setContent(parts);
    message.saveChanges();
    return message;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
