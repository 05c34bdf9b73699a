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
   * Whether a code may be tried now.
   *
   * @param isKnown the account is signed in from this address
   */
  public boolean allows(long accountId, String address, boolean isKnown, Instant now) {
    return isKnown
        ? known.allows(lane(accountId, address), now)
        : strangers.allows(Long.toString(accountId), now);
  }

  /** A code was wrong. */
  public void failed(long accountId, String address, boolean isKnown, Instant now) {
    if (isKnown) {
      known.fill(lane(accountId, address), now);
    } else {
      strangers.fill(Long.toString(accountId), now);
    }
  }

  /** A code was right. */
  public void succeeded(long accountId) {
    strangers.empty(Long.toString(accountId));
  }

  private static String lane(long accountId, String address) {
    return accountId + " " + Callers.of(address);
  }
}
