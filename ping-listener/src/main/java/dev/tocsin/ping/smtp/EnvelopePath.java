package dev.tocsin.ping.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What follows {@code MAIL FROM:} or {@code RCPT TO:}.
 *
 * @param address what stands between the angle brackets; some clients forget those
 * @param parameters of the service extensions, in upper case
 */
record EnvelopePath(String address, List<String> parameters) {

  /** Reads it; empty if it has no such form. */
  static Optional<EnvelopePath> of(String text) {
    String path = text.strip();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    int end = path.charAt(0) == '<' ? closing(path) : firstBlank(path);
    if (end < 0 || (end < path.length() && path.charAt(end) != ' ')) {
      return Optional.empty();
    }
    boolean bracketed = path.charAt(0) == '<';
    String address = bracketed ? path.substring(1, end - 1) : path.substring(0, end);
    String rest = path.substring(end).strip().toUpperCase(Locale.ROOT);
    return Optional.of(
        new EnvelopePath(
            address.strip(), rest.isEmpty() ? List.of() : List.of(rest.split(" +", -1))));
  }

  /** The position after the bracket that closes the path; quotes may hide brackets; -1: none. */
  private static int closing(String path) {
    boolean quoted = false;
    for (int i = 1; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i + 1;
      }
    }
    return -1;
  }

  private static int firstBlank(String path) {
    int blank = path.indexOf(' ');
    return blank < 0 ? path.length() : blank;
  }
}
