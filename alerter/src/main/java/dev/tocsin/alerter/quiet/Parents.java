package dev.tocsin.alerter.quiet;

import java.time.Instant;

/**
 * The checks that a check depends on, taken together.
 *
 * @param down whether one of them is down
 * @param clearSince when the last of them that was down came up; the beginning of time if none was
 */
record Parents(boolean down, Instant clearSince) {

  /** Of a check that depends on nothing. */
  static final Parents NONE = new Parents(false, Instant.EPOCH);
}
