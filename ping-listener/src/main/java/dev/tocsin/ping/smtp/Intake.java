package dev.tocsin.ping.smtp;

import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;
import dev.tocsin.ping.journal.Target;

/** Where the pings of a mail go: the journal, as long as there is room. Thread-safe and quick. */
public interface Intake {

  /**
   * Counts a ping that is about to come, where somebody limits how many may.
   *
   * @return 0, or in how many seconds it would be heard, and it is refused
   */
  default int count(Target target) {
    return 0;
  }

  /**
   * Takes a ping.
   *
   * @param peer the other end of the socket, for bounds that each peer has
   * @param receipt hears what became of it, if the answer is {@link Append#TAKEN}; on the journal's
   *     thread
   */
  Append keep(HeardPing ping, String peer, Receipt receipt);
}
