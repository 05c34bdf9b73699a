package dev.tocsin.domain.assertion;

import dev.tocsin.domain.ping.PingText;
import java.util.Locale;

/** Pieces of what somebody else wrote, made fit to be shown on one line. */
final class Shown {

  private Shown() {}

  /** From one character to another, in quotes; dots say that there is more. */
  static String quoted(String text, int from, int to) {
    int end = Math.min(to, text.length());
    String piece = plain(text.substring(from, end)).strip();
    return "“%s%s%s”".formatted(from > 0 ? "…" : "", piece, end < text.length() ? "…" : "");
  }

  /** Without control characters and halves of characters. */
  static String plain(String piece) {
    StringBuilder plain = new StringBuilder(piece.length());
    piece.codePoints().forEach(c -> plain.appendCodePoint(fit(c) ? c : ' '));
    return plain.toString();
  }

  static boolean isPlain(String text) {
    return text.codePoints().allMatch(Shown::fit);
  }

  // Format characters turn the line around (U+202E) or hide in it.
  private static boolean fit(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** What to add to “it is not there” if that is not known of all of it. */
  static String cut(PingText said) {
    return said.cut()
        ? String.format(
            Locale.ROOT, "; only its first %,d characters were kept", said.text().length())
        : "";
  }
}
