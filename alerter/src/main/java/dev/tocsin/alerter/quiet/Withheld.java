package dev.tocsin.alerter.quiet;

import java.util.Locale;

/** Why a delivery was made and not sent. */
public enum Withheld {
  /** A person asked for silence. */
  SILENCED,
  /** Work was going on, and expected. */
  MAINTENANCE,
  /** A check that this one depends on is down. */
  DEPENDS,
  /** The check changes so often that people are told that, and no more. */
  FLAPPING,
  /** It is over, and nobody had been told that it had begun. */
  UNTOLD;

  /** The word in the database: {@code silenced}, {@code maintenance}, … */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
