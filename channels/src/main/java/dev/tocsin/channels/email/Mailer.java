package dev.tocsin.channels.email;

import dev.tocsin.channels.Alert;
import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.TrustedCa;
import dev.tocsin.channels.Verdict;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailStreamProvider;

/**
 * Gives messages to the installation's mail server, one connection each. The socket is opened here
 * and not by the library, so that the time box can close it under a server that trickles.
 */
final class Mailer {

  /** As many as it takes until most of what writes letters is compiled; a second or two. */
  private static final int REHEARSALS = 40;

  static {
    // Else the library looks for it in all jars, for each part of each mail.
    System.getProperties()
        .putIfAbsent(StreamProvider.class.getName(), MailStreamProvider.class.getName());
  }

  private final SmtpConfig config;
  private final InternetAddress sender;
  private final String siteName;
  private final TimeBox timeBox;
  private final SSLContext trust;
  private final Session ascii;
  private final Session utf8;
  private final Receipts receipts = new Receipts();

  Mailer(SmtpConfig config, String siteName, TimeBox timeBox) {
    this.config = config;
    this.sender = Addresses.parse(config.from()).orElseThrow();
    this.siteName = siteName;
    this.timeBox = timeBox;
    this.trust = TrustedCa.context(config.trustedCa());
    this.ascii = session(false, config.tls());
    this.utf8 = session(true, config.tls());
  }

  Verdict send(Letter letter, Envelope envelope, List<InternetAddress> to) {
    return timeBox.run(config.totalTimeout(), cut -> attempt(letter, envelope, to, cut));
  }

  /** As far as a login goes; sends nothing. */
  Verdict greet() {
    return timeBox.run(
        config.totalTimeout(),
        cut -> {
          try {
            var transport = new SMTPTransport(ascii, null);
            transport.connect(socket(cut));
            return new Verdict.Delivered(
                config.login().isPresent() ? "takes our login" : "answers, and asks for no login");
          } catch (MessagingException | IOException e) {
            return new SmtpVerdict(config).onTrouble(e);
          }
        });
  }

  /** Sends long letters to nowhere, until the code that does is compiled. */
  void rehearse() {
    URI nowhere = URI.create("https://example.org");
    Alert test = Alert.ofTest("rehearsal", siteName, siteName, nowhere, Instant.EPOCH);
    Alert storm = test.ofMany(2 * Letter.MAX_STORIES);
    Session session = session(false, SmtpConfig.Tls.NONE);
    try {
      for (int i = 0; i < REHEARSALS; i++) {
        var message =
            MailMessage.of(
                session,
                Letter.about(storm),
                Envelope.of(storm),
                sender,
                siteName,
                List.of(sender));
        var transport = new SMTPTransport(session, null);
        transport.connect(new RehearsalSocket());
        transport.sendMessage(message, new Address[] {sender});
      }
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("a letter cannot be written", e);
    }
  }

  private Verdict attempt(
      Letter letter, Envelope envelope, List<InternetAddress> to, TimeBox.Cut cut) {
    boolean needsUtf8 = to.stream().anyMatch(Addresses::needsUtf8);
    Session session = needsUtf8 ? utf8 : ascii;
    var judge = new SmtpVerdict(config);
    try {
      var message = MailMessage.of(session, letter, envelope, sender, siteName, to);
      List<InternetAddress> missing = receipts.missing(message.getMessageID(), to);
      if (missing.isEmpty()) {
        return new Verdict.Delivered("taken by the mail server before");
      }
      var transport = new SMTPTransport(session, null);
      transport.connect(socket(cut));
      if (needsUtf8 && !transport.supportsExtension("SMTPUTF8")) {
        return new Verdict.GiveUp(
            "the mail server takes no addresses with letters beyond ASCII before the @");
      }
      try {
        transport.sendMessage(message, missing.toArray(Address[]::new));
        remember(message.getMessageID(), missing.toArray(Address[]::new));
      } catch (SendFailedException e) {
        remember(message.getMessageID(), e.getValidSentAddresses());
        int left = receipts.missing(message.getMessageID(), to).size();
        return judge.onRefusal(e, to.size() - left);
      }
      return new Verdict.Delivered("taken by the mail server");
    } catch (MessagingException | IOException e) {
      return judge.onTrouble(e);
    }
  }

  private void remember(String messageId, Address[] taken) {
    for (Address address : taken == null ? new Address[0] : taken) {
      receipts.taken(messageId, (InternetAddress) address);
    }
  }

  private Socket socket(TimeBox.Cut cut) throws IOException {
    var plain = new Socket();
    cut.also(plain);
    plain.setSoTimeout(Math.toIntExact(config.readTimeout().toMillis()));
    // By the name that we know: else the library asks who has that address, for each mail.
    var server =
        InetAddress.getByAddress(config.host(), InetAddress.getByName(config.host()).getAddress());
    plain.connect(
        new InetSocketAddress(server, config.port()),
        Math.toIntExact(config.connectTimeout().toMillis()));
    if (config.tls() != SmtpConfig.Tls.IMPLICIT) {
      return plain;
    }
    var secure =
        (SSLSocket)
            trust.getSocketFactory().createSocket(plain, config.host(), config.port(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    return secure;
  }

  /** What the library reads for one, out of a jar, is read once. */
  private Session session(boolean allowUtf8, SmtpConfig.Tls tls) {
    var set = new Properties();
    set.setProperty("mail.smtp.host", config.host());
    set.setProperty("mail.smtp.port", String.valueOf(config.port()));
    // What we call ourselves: a name that the sender's domain answers for, not a container's.
    set.setProperty("mail.smtp.localhost", Addresses.domain(sender));
    set.setProperty("mail.smtp.from", sender.getAddress());
    set.setProperty("mail.smtp.auth", String.valueOf(config.login().isPresent()));
    set.setProperty("mail.smtp.sendpartial", "true");
    set.setProperty("mail.smtp.quitwait", "false");
    set.setProperty("mail.mime.allowutf8", String.valueOf(allowUtf8));
    boolean upgrade = tls == SmtpConfig.Tls.STARTTLS;
    set.setProperty("mail.smtp.starttls.enable", String.valueOf(upgrade));
    set.setProperty("mail.smtp.starttls.required", String.valueOf(upgrade));
    set.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    set.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
    return Session.getInstance(set, config.login().map(MailLogin::new).orElse(null));
  }

  /** Hands the library the user and password. */
  private static final class MailLogin extends jakarta.mail.Authenticator {
    private final SmtpConfig.Login login;

    MailLogin(SmtpConfig.Login login) {
      this.login = login;
    }

    @Override
    protected jakarta.mail.PasswordAuthentication getPasswordAuthentication() {
      return new jakarta.mail.PasswordAuthentication(login.user(), login.password());
    }
  }
}
