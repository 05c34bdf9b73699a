package dev.tocsin.ping.apply;

import dev.tocsin.ping.pg.Lease;
import dev.tocsin.ping.pg.Postgres;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The connections that one thread borrows for its transactions, one after the other. */
final class Leases {

  private final Postgres postgres;
  private final Duration usual;
  private volatile @Nullable Lease inUse; // the last one; most likely ended

  /**
   * @param usual so long a transaction may take
   */
  Leases(Postgres postgres, Duration usual) {
    this.postgres = postgres;
    this.usual = usual;
  }

  /** One for a transaction that may take as long as usual. Blocks until there is one. */
  Lease get() {
    return get(usual);
  }

  /** One for a transaction that may take so long. Blocks until there is one. */
  Lease get(Duration longest) {
    Lease lease = Blocking.get(postgres.lease(longest), longest.multipliedBy(2));
    inUse = lease;
    return lease;
  }

  /** Ends the transaction that is on its way, from another thread: nobody can wait for it. */
  void cut() {
    Lease lease = inUse;
    if (lease != null) {
      lease.discard("closing");
    }
  }
}
