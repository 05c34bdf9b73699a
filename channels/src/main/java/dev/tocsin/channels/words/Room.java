package dev.tocsin.channels.words;

import java.nio.charset.StandardCharsets;

/**
 * How long a text may be, in the units that its reader counts.
 *
 * @param max inclusive
 */
public record Room(int max, boolean inBytes) {

  /** Counted in UTF-16 units: never fewer than the characters that people count. */
  public static Room chars(int max) {
    return new Room(max, false);
  }

  /** Counted in bytes of UTF-8. */
  public static Room bytes(int max) {
    return new Room(max, true);
  }

  /** The size of this text in the units of this room. */
  public int of(String text) {
    return inBytes ? text.getBytes(StandardCharsets.UTF_8).length : text.length();
  }

  /** Whether the text fits. */
  public boolean holds(CharSequence text) {
    return of(text.toString()) <= max;
  }
}
