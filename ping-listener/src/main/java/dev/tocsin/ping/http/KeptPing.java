package dev.tocsin.ping.http;

import dev.tocsin.ping.journal.Receipt;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ping that was given to the journal, and whose sender hears only that it is on disk.
 *
 * @param receipt tells the sender
 * @param unknown the place of a ping whose target is not yet known; null if it is known
 */
record KeptPing(Owner owner, Receipt receipt, UnknownTargets.@Nullable Peer unknown, long size)
    implements Receipt {

  /** Where the journal's word goes first. */
  interface Owner {
    void durable(KeptPing ping, long end);

    void lost(KeptPing ping);
  }

  @Override
  public void durable(long position, long end, Instant at) {
    owner.durable(this, end);
    receipt.durable(position, end, at);
  }

  @Override
  public void lost() {
    owner.lost(this);
    receipt.lost();
  }
}
