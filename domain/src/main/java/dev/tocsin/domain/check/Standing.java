package dev.tocsin.domain.check;

import java.util.Locale;

/**
 * What people see at an instant: the stored status, plus what time alone has made of it. Whether a
 * run is in progress is said beside it, never by it.
 */
public enum Standing {
  NEW,
  UP,
  /** The expected time has passed, the grace time has not. Pages say "late". */
  GRACE,
  DOWN,
  PAUSED;

  /** The word on the wire: {@code new}, {@code up}, {@code grace}, {@code down}, {@code paused}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
