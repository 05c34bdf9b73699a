package dev.tocsin.dashboard.api;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * A body, made piece by piece and sent piece by piece: the list of 10,000 checks has eight
 * megabytes, which nobody should have to copy three times while they grow.
 */
final class Pieces extends OutputStream {

  /** What is written to a socket at once. */
  static final int SIZE = 1 << 16;

  private final List<byte[]> pieces = new ArrayList<>();
  private byte[] last = {};
  private int used;
  private long length;

  Pieces() {}

  /** A body that is there already; the bytes are taken over, not copied. */
  static Pieces of(byte[] bytes) {
    Pieces body = new Pieces();
    body.last = bytes;
    body.used = bytes.length;
    body.length = bytes.length;
    body.pieces.add(bytes);
    return body;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) {
    int from = offset;
    for (int left = count; left > 0; ) {
      if (used == last.length) {
        last = new byte[SIZE];
        used = 0;
        pieces.add(last);
      }
      int now = Math.min(left, last.length - used);
      System.arraycopy(bytes, from, last, used, now);
      used += now;
      from += now;
      left -= now;
    }
    length += count;
  }

  /** How many bytes there are. */
  long length() {
    return length;
  }

  /** All bytes in one piece. */
  byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream(Math.toIntExact(length));
    iterator().forEachRemaining(all::writeBytes);
    return all.toByteArray();
  }

  /** Adds all bytes to a digest. */
  void feed(MessageDigest digest) {
    iterator().forEachRemaining(digest::update);
  }

  /** The pieces in order; do not write to them. */
  Iterator<byte[]> iterator() {
    return pieces.stream()
        .map(piece -> piece == last ? Arrays.copyOf(piece, used) : piece)
        .iterator();
  }
}
