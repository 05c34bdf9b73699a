package dev.tocsin.channels.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.Optional;

/** Reads mail addresses, strictly: what passes here cannot carry a header of its own. */
final class Addresses {

  /** RFC 5321, 4.5.3.1.3: a path has 256 octets, two of them angle brackets. */
  private static final int LONGEST = 254;

  private Addresses() {}

  /** One address, with or without a display name; its domain in ASCII form. */
  static Optional<InternetAddress> parse(String text) {
    if (text.length() > 2 * LONGEST || text.chars().anyMatch(Character::isISOControl)) {
      return Optional.empty();
    }
    try {
      InternetAddress[] found = InternetAddress.parse(text, true);
      return found.length == 1 && !found[0].isGroup() ? ascii(found[0]) : Optional.empty();
    } catch (AddressException e) {
      return Optional.empty();
    }
  }

  /** One address without a display name. */
  static Optional<InternetAddress> bare(String text) {
    return parse(text).filter(at -> at.getPersonal() == null && !text.contains("<"));
  }

  private static Optional<InternetAddress> ascii(InternetAddress at) throws AddressException {
    String address = at.getAddress();
    int split = address.lastIndexOf('@');
    if (split < 1) {
      return Optional.empty();
    }
    try {
      at.setAddress(address.substring(0, split + 1) + IDN.toASCII(address.substring(split + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    at.validate();
    return at.getAddress().length() <= LONGEST ? Optional.of(at) : Optional.empty();
  }

  /** What follows the {@code @}. */
  static String domain(InternetAddress at) {
    return at.getAddress().substring(at.getAddress().lastIndexOf('@') + 1);
  }

  /** Whether only a server with SMTPUTF8 can take it. */
  static boolean needsUtf8(InternetAddress at) {
    return !at.getAddress().chars().allMatch(c -> c < 128);
  }
}
