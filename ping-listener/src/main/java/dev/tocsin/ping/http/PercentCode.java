package dev.tocsin.ping.http;

/** Percent-encoding of URLs. */
final class PercentCode {

  private PercentCode() {}

  /**
   * Decodes once, each byte to the character of the same number: what is compared with it is ASCII.
   * A percent sign that no two hex digits follow stays as it is.
   */
  static String decode(String text) {
    int at = text.indexOf('%');
    if (at < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length()).append(text, 0, at);
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '%' && at + 2 < text.length()) {
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        if (high >= 0 && low >= 0) {
          c = (char) (high << 4 | low);
          at += 2;
        }
      }
      out.append(c);
    }
    return out.toString();
  }

  /** As {@link #decode}, for a name or value of a query, where a plus sign is a space. */
  static String decodeForm(String text) {
    return decode(text.indexOf('+') < 0 ? text : text.replace('+', ' '));
  }
}
