package dev.tocsin.dashboard.api;

/** Who may use a method of a route. */
enum Access {
  /** The route does not have this method. */
  NOBODY,
  /** Anybody, without a key. */
  ANYBODY,
  /** Holders of a read-only or read-write key. */
  ANY_KEY,
  /** Holders of a read-write key. */
  WRITE_KEY
}
