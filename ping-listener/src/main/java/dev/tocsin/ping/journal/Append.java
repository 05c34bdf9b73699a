package dev.tocsin.ping.journal;

/** The journal's answer to one append. */
public enum Append {
  /** Taken: the receipt hears the rest. */
  TAKEN,
  /** A bound is reached (waiting records, journal size, free disk): try again later. */
  FULL,
  /** The journal is closed or its disk failed twice in a row. */
  BROKEN
}
