package dev.tocsin.ping.smtp;

import dev.tocsin.ping.journal.Target;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the address of a recipient stands for (docs/ping-api.md, "Pings by e-mail"). */
sealed interface Recipient {

  // Bounded repetition only: no input makes these slow.
  /** A random (version 4) UUID, as all codes of checks are, in either case. */
  Pattern CODE =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");

  /** A ping key and a slug. */
  Pattern NAME = Pattern.compile("([A-Za-z0-9_-]{22})\\+([a-z0-9_-]{1,255})");

  /** It has the form of a check's address; whether there is such a check is not looked at. */
  record Check(Target target) implements Recipient {}

  /** It is none. */
  enum Nobody implements Recipient {
    /** Not in our domain: we relay nothing. */
    ELSEWHERE("550 5.1.1 Recipient rejected", Refusal.DOMAIN),
    /** In our domain, and of neither form. */
    NO_FORM("550 5.1.1 Invalid mailbox", Refusal.MAILBOX);

    final String reply;
    final Refusal refusal;

    Nobody(String reply, Refusal refusal) {
      this.reply = reply;
      this.refusal = refusal;
    }
  }

  /**
   * Reads an address.
   *
   * @param domain ours, compared exactly
   */
  static Recipient of(String address, String domain) {
    int at = address.lastIndexOf('@');
    if (at < 0 || !address.substring(at + 1).equals(domain)) {
      return Nobody.ELSEWHERE;
    }
    String local = address.substring(0, at);
    if (CODE.matcher(local).matches()) {
      return new Check(new Target.ByCode(UUID.fromString(local)));
    }
    Matcher name = NAME.matcher(local);
    return name.matches()
        ? new Check(new Target.BySlug(name.group(1), name.group(2), false))
        : Nobody.NO_FORM;
  }
}
