package dev.tocsin.ping.smtp;

import java.nio.charset.StandardCharsets;

/**
 * Cuts what a client sends into command lines. A line ends with CR LF and with nothing else: two
 * programs that disagree on where a line ends can be made to disagree on where a message ends.
 */
final class CommandLines {

  /** Longest line, its end included: what RFC 5321 asks for, with room for extensions. */
  static final int MAX_BYTES = 1_024;

  /** What became of the bytes. */
  enum Found {
    /** No end of the line yet. */
    MORE,
    /** A line: {@link #line}. */
    LINE,
    /** The line is longer than {@link #MAX_BYTES}. */
    TOO_LONG,
    /** A CR or a LF without the other. */
    BARE_END
  }

  private final byte[] bytes = new byte[MAX_BYTES];
  private int size;
  private int next;

  /** Takes bytes until one of the outcomes is reached; {@link #next} says where. */
  Found take(byte[] from, int begin, int end) {
    for (int i = begin; i < end; i++) {
      byte b = from[i];
      boolean afterReturn = size > 0 && bytes[size - 1] == '\r';
      if (afterReturn != (b == '\n')) {
        return stop(i + 1, Found.BARE_END);
      }
      if (b == '\n') {
        return stop(i + 1, Found.LINE);
      }
      if (size == MAX_BYTES - 1) {
        return stop(i + 1, Found.TOO_LONG);
      }
      bytes[size++] = b;
    }
    return stop(end, Found.MORE);
  }

  private Found stop(int at, Found found) {
    next = at;
    return found;
  }

  /** The position after the last byte that was taken. */
  int next() {
    return next;
  }

  /** The line, without its end; the next one begins. What is not UTF-8 becomes U+FFFD. */
  String line() {
    String line = new String(bytes, 0, size - 1, StandardCharsets.UTF_8);
    size = 0;
    return line;
  }
}
