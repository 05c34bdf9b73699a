package dev.tocsin.domain.assertion;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds numbers with a name in a text that anybody may have written. The work grows with the length
 * of the text and of the name, and with nothing else.
 */
final class Numbers {

  /** Longer than any number that is meant for people. */
  private static final int LONGEST = 40;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?");

  private Numbers() {}

  /** What is written behind the last {@code key=}; empty if there is none. */
  static Optional<String> last(String text, String key) {
    for (int at = text.lastIndexOf(key); at >= 0; at = text.lastIndexOf(key, at - 1)) {
      int value = valueBehind(text, at, key.length());
      if (value >= 0) {
        return Optional.of(word(text, value));
      }
    }
    return Optional.empty();
  }

  /** The number that a word is, with or without a percent sign; empty if it is none. */
  static Optional<BigDecimal> value(String word) {
    String plain = word.endsWith("%") ? word.substring(0, word.length() - 1) : word;
    return NUMBER.matcher(plain).matches() ? Optional.of(new BigDecimal(plain)) : Optional.empty();
  }

  /** Where the value of a key begins; -1 if it is no key here. */
  private static int valueBehind(String text, int at, int length) {
    if (at > 0 && isOfKey(text.charAt(at - 1))) {
      return -1;
    }
    int i = blanks(text, quote(text, at + length));
    if (i >= text.length() || (text.charAt(i) != '=' && text.charAt(i) != ':')) {
      return -1;
    }
    return quote(text, blanks(text, i + 1));
  }

  private static int blanks(String text, int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  private static int quote(String text, int at) {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'') ? at + 1 : at;
  }

  private static String word(String text, int from) {
    int end = from;
    while (end < text.length() && end - from < LONGEST && !ends(text, end)) {
      end++;
    }
    // A full stop ends a sentence.
    return text.substring(from, end > from && text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /** A comma within digits is part of what is no number: 1,000 may mean a thousand, or one. */
  private static boolean ends(String text, int at) {
    char c = text.charAt(at);
    if (c == ',') {
      return at + 1 >= text.length() || !isDigit(text.charAt(at + 1));
    }
    return Character.isWhitespace(c) || Character.isISOControl(c) || ";\"'})]<>&|".indexOf(c) >= 0;
  }

  private static boolean isOfKey(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
