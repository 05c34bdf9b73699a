package dev.tocsin.ping.smtp;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Reads a message up to its end, CR LF dot CR LF, and takes away the dots that the transport added.
 *
 * <p>Only CR LF ends a line here. A server that also takes a bare LF for one, on the way to us or
 * at our place, could be shown the end of a message where the other sees none, and commands of the
 * sender's own after it ("SMTP smuggling"). So a bare LF or CR is content like any other byte, and
 * {@code LF . LF} ends nothing.
 *
 * <p>Beyond its bounds it reads on, for the client that must be told, and keeps nothing.
 */
final class MessageBytes {

  private static final int FIRST_ROOM = 4 << 10;

  private enum At {
    LINE_START,
    DOT,
    DOT_RETURN,
    RETURN,
    TEXT
  }

  private final int limit;
  private final IntPredicate reserve;
  private byte[] kept = new byte[0];
  private int size;
  private long seen;
  private boolean tooLarge;
  private boolean noRoom;
  private boolean whole;
  private At at = At.LINE_START;

  /**
   * @param limit so many bytes are kept at most
   * @param reserve asked for memory before it is taken, in bytes
   */
  MessageBytes(int limit, IntPredicate reserve) {
    this.limit = limit;
    this.reserve = reserve;
  }

  /** Takes bytes up to the end of the message; says where that is, or {@code end}. */
  int take(byte[] from, int begin, int end) {
    int i = begin;
    while (i < end && !whole) {
      step(from[i++]);
    }
    seen += i - begin;
    return i;
  }

  private void step(byte b) {
    switch (at) {
      case LINE_START -> {
        if (b == '.') {
          at = At.DOT;
        } else {
          keep(b);
        }
      }
      case DOT -> {
        if (b == '\r') {
          at = At.DOT_RETURN;
        } else {
          keep(b); // the dot was added for the way
        }
      }
      case DOT_RETURN -> {
        if (b == '\n') {
          whole = true;
        } else {
          keep((byte) '\r');
          keep(b);
        }
      }
      case RETURN -> {
        keep(b);
        if (b == '\n') {
          at = At.LINE_START;
        }
      }
      case TEXT -> keep(b);
    }
  }

  private void keep(byte b) {
    at = b == '\r' ? At.RETURN : At.TEXT;
    if (tooLarge || noRoom) {
      return;
    }
    if (size == limit) {
      tooLarge = true;
      drop();
    } else if (size < kept.length || grow()) {
      kept[size++] = b;
    } else {
      noRoom = true;
      drop();
    }
  }

  private boolean grow() {
    int room = (int) Math.min(limit, Math.max(FIRST_ROOM, 2L * kept.length));
    if (!reserve.test(room - kept.length)) {
      return false;
    }
    kept = Arrays.copyOf(kept, room);
    return true;
  }

  private void drop() {
    kept = new byte[0];
    size = 0;
  }

  /** Whether its end was seen. */
  boolean whole() {
    return whole;
  }

  /** Whether it is beyond the limit. */
  boolean tooLarge() {
    return tooLarge;
  }

  /** Whether there was no memory for it. */
  boolean noRoom() {
    return noRoom;
  }

  /** Bytes read so far, kept or not. */
  long seen() {
    return seen;
  }

  /** The message. */
  byte[] bytes() {
    return Arrays.copyOf(kept, size);
  }
}
