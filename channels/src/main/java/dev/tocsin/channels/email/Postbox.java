package dev.tocsin.channels.email;

import dev.tocsin.channels.TimeBox;
import dev.tocsin.channels.Verdict;
import jakarta.mail.internet.InternetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sends letters to people through the installation's mail server. */
public final class Postbox {

  private final Mailer mailer;

  public Postbox(SmtpConfig config, String siteName, TimeBox timeBox) {
    this.mailer = new Mailer(config, siteName, timeBox);
  }

  /** Whether the mail server would take letters of ours, as far as it says before there is one. */
  public Verdict greet() {
    return mailer.greet();
  }

  /** Whether mail could be sent to this address, going by its form. */
  public static boolean takes(String address) {
    return Addresses.bare(address).isPresent();
  }

  /**
   * One attempt, within {@link dev.tocsin.channels.Channels#SEND_TIMEOUT}.
   *
   * @param key the same for every attempt at this letter, and of no other
   * @param at when it was written
   */
  public Verdict send(String key, Instant at, String to, PersonalLetter letter) {
    Optional<InternetAddress> address = Addresses.bare(to);
    return address.isPresent()
        ? mailer.send(
            Letter.of(letter), new Envelope(key, at, false, letter.leave()), List.of(address.get()))
        : new Verdict.GiveUp("not a mail address", false);
  }
}
