package dev.tocsin.store.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the lines of a report are about. */
public enum Sort {
  PROJECT,
  TAG,
  CHECK;

  /** {@code project}, {@code tag} or {@code check}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with this {@link #word()}. */
  public static Optional<Sort> of(String word) {
    return Arrays.stream(values()).filter(sort -> sort.word().equals(word)).findFirst();
  }
}
