package dev.tocsin.ping.journal;

import java.time.Instant;

/**
 * Hears what became of an appended ping: exactly one of the two, on the journal's thread, in
 * position order. Must be quick: every ping of the group waits for it.
 */
public interface Receipt {

  /**
   * The ping is on disk.
   *
   * @param position of its record
   * @param end the position after it
   * @param at its stamp
   */
  void durable(long position, long end, Instant at);

  /** The ping is not in the journal and never will be read from it: the disk failed. */
  void lost();
}
