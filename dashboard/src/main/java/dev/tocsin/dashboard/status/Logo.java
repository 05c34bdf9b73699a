package dev.tocsin.dashboard.status;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * A picture for a page: PNG or JPEG, told by what is in it and never by what somebody says it is.
 * No SVG, which may hold scripts.
 */
public record Logo(String type, byte[] bytes) {

  /** The largest file. It is kept in memory for every page. */
  public static final int MOST_BYTES = 100_000;

  /** The longest side: a small file may unpack to gigabytes of pixels in a browser. */
  static final int MOST_PIXELS = 4_096;

  private static final long PNG = 0x89504e470d0a1a0aL;

  /** A picture, if these bytes are one that may be shown. */
  public static Optional<Logo> of(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      return Optional.empty();
    }
    if (isPng(bytes)) {
      return Optional.of(new Logo("image/png", bytes));
    }
    return isJpeg(bytes) ? Optional.of(new Logo("image/jpeg", bytes)) : Optional.empty();
  }

  /** The same of bytes in base 64, as a form brings them. */
  public static Optional<Logo> ofBase64(String text) {
    try {
      return of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isPng(byte[] bytes) {
    if (bytes.length < 33 || ByteBuffer.wrap(bytes).getLong() != PNG) {
      return false;
    }
    // The first chunk is the header, IHDR: width and height lie behind its length and name.
    ByteBuffer header = ByteBuffer.wrap(bytes, 8, 16);
    return header.getInt() == 13
        && header.getInt() == 0x49484452
        && fits(header.getInt(), header.getInt());
  }

  /** Walks the segments to the frame header (SOF), where the size is. */
  private static boolean isJpeg(byte[] bytes) {
    if (bytes.length < 4 || (bytes[0] & 0xff) != 0xff || (bytes[1] & 0xff) != 0xd8) {
      return false;
    }
    for (int at = 2; at + 9 <= bytes.length; ) {
      int marker = bytes[at + 1] & 0xff;
      if ((bytes[at] & 0xff) != 0xff || marker == 0xd9 || marker == 0xda) {
        return false;
      }
      if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
        return fits(number(bytes, at + 7), number(bytes, at + 5));
      }
      at += 2 + number(bytes, at + 2);
    }
    return false;
  }

  private static int number(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private static boolean fits(int width, int height) {
    return width > 0 && width <= MOST_PIXELS && height > 0 && height <= MOST_PIXELS;
  }
}
