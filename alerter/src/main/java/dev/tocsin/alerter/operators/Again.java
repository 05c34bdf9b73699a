package dev.tocsin.alerter.operators;

import java.util.Locale;

/** When operators are told again of a matter that lasts. */
public enum Again {
  /** Every few hours, until somebody says that they look after it. */
  UNLESS_ACKED,
  /** Every day, whoever has acknowledged it: it is meant, and is not to be forgotten. */
  DAILY,
  /** Not at all. */
  NEVER;

  /** As it is stored. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Again of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
