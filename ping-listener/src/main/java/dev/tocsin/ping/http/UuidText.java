package dev.tocsin.ping.http;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the canonical 8-4-4-4-12 form, strictly: {@link UUID#fromString} also takes {@code
 * 1-1-1-1-1}. Written out by hand since every ping passes here.
 */
final class UuidText {

  private static final int LENGTH = 36;

  private UuidText() {}

  /** The UUID that is all of {@code text}, hex digits in either case; null if it is none. */
  static @Nullable UUID parse(String text) {
    return parse(text, 0, text.length(), true);
  }

  /**
   * The UUID that is {@code text} from {@code from} up to {@code to}; null if it is none.
   *
   * @param upperToo whether upper-case digits are taken
   */
  static @Nullable UUID parse(String text, int from, int to, boolean upperToo) {
    if (to - from != LENGTH) {
      return null;
    }
    long most = 0;
    long least = 0;
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(from + i);
      if (i == 8 || i == 13 || i == 18 || i == 23) {
        if (c != '-') {
          return null;
        }
        continue;
      }
      int digit = digit(c, upperToo);
      if (digit < 0) {
        return null;
      }
      if (i < 18) {
        most = most << 4 | digit;
      } else {
        least = least << 4 | digit;
      }
    }
    return new UUID(most, least);
  }

  private static int digit(char c, boolean upperToo) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return upperToo && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
