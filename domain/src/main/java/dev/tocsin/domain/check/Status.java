package dev.tocsin.domain.check;

import java.util.Locale;

/** The stored status of a check: moved by pings, by the alerter and by people, never by time. */
public enum Status {
  /** Never pinged, or resumed and not pinged since. */
  NEW,
  /** The last completion was a success. */
  UP,
  /** The last completion was a failure, or a deadline was missed. */
  DOWN,
  /** Put aside by a person until the next ping, or until resumed by hand. */
  PAUSED;

  /** The word on the wire and in the database: {@code new}, {@code up}, … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The status for a {@link #word()}; throws {@link IllegalArgumentException} for any other. */
  public static Status of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
