package dev.tocsin.ping.journal;

import java.util.Locale;

/** Why pings could not be accepted for a while. The codes are on disk: never change one. */
public enum DeafCause {
  /** The whole process stood still: a stopped process, a paused or sleeping machine. */
  SUSPENDED(1),
  /** An event loop stood still: connections that it serves were not answered. */
  STALLED(2),
  /** The port was not open. */
  UNBOUND(3),
  /** The journal was as large as it may be. */
  JOURNAL_FULL(4),
  /** The journal's disk was nearly full. */
  DISK_LOW(5),
  /** Somebody was refused: too many requests, bytes or connections, or a failing disk. */
  REFUSED(6),
  /** The clock jumped forward: nobody can have been heard in the time that it left out. */
  CLOCK_FORWARD(7),
  /** Records were damaged or deleted: what they said is not known. */
  LOST(8),
  /** The journal says nothing about this time, and it should. */
  UNKNOWN(9);

  private static final DeafCause[] BY_CODE = new DeafCause[values().length + 1];

  static {
    for (DeafCause cause : values()) {
      BY_CODE[cause.code] = cause;
    }
  }

  final byte code;
  private final String word = name().toLowerCase(Locale.ROOT);

  DeafCause(int code) {
    this.code = (byte) code;
  }

  /** As rows and metrics have it. */
  public String word() {
    return word;
  }

  /** A code of a later version is a cause that we do not know. */
  static DeafCause of(byte code) {
    return code < 1 || code >= BY_CODE.length ? UNKNOWN : BY_CODE[code];
  }
}
