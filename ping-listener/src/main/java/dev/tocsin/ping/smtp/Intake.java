package dev.tocsin.ping.smtp;

import dev.tocsin.ping.journal.Append;
import dev.tocsin.ping.journal.HeardPing;
import dev.tocsin.ping.journal.Receipt;

/** Where the pings of a mail go: the journal, as long as there is room. Thread-safe and quick. */
public interface Intake {

  /**
   * Takes a ping.
   *
   * @param peer the other end of the socket, for bounds that each peer has
   * @param receipt hears what became of it, if the answer is {@link Append#TAKEN}; on the journal's
   *     thread
   */
  Append keep(HeardPing ping, String peer, Receipt receipt);
}
