package dev.tocsin.channels.email;

import dev.tocsin.channels.Verdict;
import dev.tocsin.channels.words.Text;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * What a mail server's words mean for the message. Only a refusal of the reader's address, or of
 * the finished message, is for good; a login, a sender or a server that is not accepted is a matter
 * of configuration and will be mended, so those alerts wait.
 */
final class SmtpVerdict {

  /** What a server says fits a line; the rest is advertising. */
  private static final int MAX_QUOTED_CHARS = 200;

  private final SmtpConfig config;

  SmtpVerdict(SmtpConfig config) {
    this.config = config;
  }

  /**
   * The server refused the message or some of its readers.
   *
   * @param taken how many readers have the message by now
   */
  Verdict onRefusal(SendFailedException refusal, int taken) {
    List<SMTPAddressFailedException> readers = refusedReaders(refusal);
    boolean readersForGood =
        !readers.isEmpty() && readers.stream().allMatch(SmtpVerdict::isForGood);
    if (taken > 0 && readersForGood) {
      return new Verdict.Delivered("taken for %d, refused for %s".formatted(taken, quote(readers)));
    }
    if (readersForGood) {
      return new Verdict.GiveUp("refused for " + quote(readers));
    }
    if (!readers.isEmpty()) {
      return again("not yet taken for " + quote(readers));
    }
    if (refusal instanceof SMTPSendFailedException failed && isFinished(failed)) {
      return new Verdict.GiveUp("the mail server rejects the message: " + quote(failed));
    }
    return again("the mail server refuses: " + quote(refusal));
  }

  /** No conversation came about, or it broke off. */
  Verdict onTrouble(Exception trouble) {
    if (trouble instanceof AuthenticationFailedException) {
      return again("the mail server refuses the login, check user and password: " + quote(trouble));
    }
    Throwable cause = trouble;
    while (cause instanceof MessagingException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof SSLException) {
      return again("TLS with the mail server failed: " + quote(cause));
    }
    if (cause instanceof SocketTimeoutException) {
      return again("the mail server does not answer in time");
    }
    if (cause instanceof UnknownHostException) {
      return again("there is no mail server of this name: " + config.host());
    }
    if (cause instanceof ConnectException) {
      return again("the mail server refuses the connection");
    }
    String what = cause instanceof IOException ? "the connection broke off: " : "";
    return again("mail server: " + what + quote(cause));
  }

  /** The command was the message itself, and the answer was final. */
  private static boolean isFinished(SMTPSendFailedException failed) {
    String command = String.valueOf(failed.getCommand());
    return failed.getReturnCode() >= 500 && !command.startsWith("MAIL");
  }

  private static List<SMTPAddressFailedException> refusedReaders(SendFailedException refusal) {
    List<SMTPAddressFailedException> found = new ArrayList<>();
    Exception next = refusal;
    while (next instanceof MessagingException link) {
      if (link instanceof SMTPAddressFailedException reader) {
        found.add(reader);
      }
      next = link.getNextException();
    }
    return found;
  }

  /** X.7.Z is about rights and policy (RFC 3463): relaying denied, log in first, we are listed. */
  private static boolean isForGood(SMTPAddressFailedException reader) {
    int code = reader.getReturnCode();
    boolean ourFault = code == 503 || code == 530; // "log in first"
    return code >= 500 && !ourFault && !String.valueOf(reader.getMessage()).contains(" 5.7.");
  }

  private String quote(List<SMTPAddressFailedException> readers) {
    SMTPAddressFailedException first = readers.get(0);
    String more = readers.size() > 1 ? " (and %d more)".formatted(readers.size() - 1) : "";
    return "%s: %s%s".formatted(first.getAddress().getAddress(), quote(first), more);
  }

  /** The server's own words in one line, without our secret if it should repeat that. */
  private String quote(Throwable said) {
    String line = Text.oneLine(withoutSecret(said.getMessage()));
    return line.length() <= MAX_QUOTED_CHARS ? line : line.substring(0, MAX_QUOTED_CHARS) + "…";
  }

  private String withoutSecret(@Nullable String text) {
    String line = text == null ? "no reason given" : text;
    String password = config.login().map(SmtpConfig.Login::password).orElse("");
    if (password.isEmpty()) {
      return line;
    }
    String user = config.login().map(SmtpConfig.Login::user).orElse("");
    return line.replace(password, "…")
        .replace(base64(password), "…")
        .replace(base64("\0" + user + "\0" + password), "…");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict again(String why) {
    return new Verdict.TryAgain(why, Optional.empty());
  }
}
