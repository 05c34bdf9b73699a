package dev.tocsin.dashboard.people.signin;

import dev.tocsin.dashboard.people.Buckets;
import dev.tocsin.dashboard.people.Callers;
import java.time.Duration;
import java.time.Instant;

/**
 * Slows down guessing of codes by somebody who knows the password. Three codes of a million are
 * good at a time, and so a guesser must be far slower than one of passwords: 300 guesses a day find
 * a code once in three years. Addresses from which the account is signed in have a lane of their
 * own, so that whoever stole the password cannot keep its owner out.
 */
public final class CodeLimits {

  /** Wrong codes in a row; then one for each {@link #REFILL}. */
  private static final int BURST = 10;

  public static final Duration REFILL = Duration.ofMinutes(5);

  private final Buckets strangers = new Buckets(BURST, REFILL);
  private final Buckets known = new Buckets(BURST, REFILL);

  /**
   * Whether a code may be tried now. It counts as wrong until it was {@link #right}: of many at
   * once none sees the room of the others.
   *
   * @param isKnown the account is signed in from this address
   */
  public boolean mayTry(long accountId, String address, boolean isKnown, Instant now) {
    return isKnown
        ? known.take(lane(accountId, address), now)
        : strangers.take(Long.toString(accountId), now);
  }

  /** A code was right. */
  public void right(long accountId, String address, boolean isKnown) {
    if (isKnown) {
      known.empty(lane(accountId, address));
    } else {
      strangers.empty(Long.toString(accountId));
    }
  }

  private static String lane(long accountId, String address) {
    return accountId + " " + Callers.of(address);
  }
}
