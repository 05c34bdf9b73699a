package dev.tocsin.dashboard.people.recovery;

import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Buckets;
import dev.tocsin.dashboard.people.Callers;
import java.time.Duration;
import java.time.Instant;

/**
 * How many letters somebody may have sent: so many from one address of the network, and so many to
 * one mailbox, whoever asks, so that nobody's is flooded through us. The second limit is silent:
 * what was asked for is on its way already.
 */
public final class AskLimits {

  /**
   * From one address in a row, which may be that of an office; then one for each {@link #REFILL}.
   */
  private static final int PER_ADDRESS = 20;

  /** To one mailbox in a row. */
  private static final int PER_MAILBOX = 3;

  public static final Duration REFILL = Duration.ofMinutes(5);

  private static final Duration MAILBOX_REFILL = Duration.ofMinutes(20);

  private final Buckets addresses = new Buckets(PER_ADDRESS, REFILL);
  private final Buckets mailboxes = new Buckets(PER_MAILBOX, MAILBOX_REFILL);

  /** Whether this address may ask once more; counts it. */
  public boolean mayAsk(String address, Instant now) {
    return addresses.take(Callers.of(address), now);
  }

  /** Whether this mailbox may get one more letter; counts it. */
  public boolean mayMail(String email, Instant now) {
    return mailboxes.take(Accounts.normal(email), now);
  }
}
