package dev.tocsin.dashboard.people;

import java.time.Duration;
import java.time.Instant;

/**
 * Slows down guessing of passwords. Every address may fail a few times in a row and then once in a
 * while; so may every account, whatever addresses the guesses come from. The limit of an account
 * does not hold for addresses from which it is signed in: strangers cannot lock its owner out.
 */
public final class SignInLimits {

  /** Failures in a row from one address before it has to wait. */
  private static final int PER_ADDRESS = 10;

  /** Failures in a row for one account before strangers to it have to wait. */
  private static final int PER_ACCOUNT = 30;

  /** One more try for each time this long: the longest that anybody waits. */
  public static final Duration REFILL = Duration.ofSeconds(20);

  private final Buckets addresses = new Buckets(PER_ADDRESS, REFILL);
  private final Buckets accounts = new Buckets(PER_ACCOUNT, REFILL);

  /**
   * Whether a try may be made now. It counts as failed until it has {@link #succeeded}: of many at
   * once none sees the room of the others.
   *
   * @param known the account is signed in from this address
   */
  public synchronized boolean mayTry(String address, String email, boolean known, Instant now) {
    boolean room =
        addresses.allows(Callers.of(address), now) && (known || accounts.allows(email, now));
    if (room) {
      addresses.fill(Callers.of(address), now);
      accounts.fill(email, now);
    }
    return room;
  }

  /** A try succeeded: this address is forgiven. */
  public void succeeded(String address, String email, Instant now) {
    addresses.empty(Callers.of(address));
    accounts.giveBack(email, now);
  }
}
