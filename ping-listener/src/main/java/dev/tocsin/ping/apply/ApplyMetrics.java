package dev.tocsin.ping.apply;

import dev.tocsin.ping.journal.DeafCause;
import java.time.Duration;

/** What the applier counts; says nothing by default. Called on the applier's thread. */
public interface ApplyMetrics {

  /** Counts nothing. */
  ApplyMetrics NONE = new ApplyMetrics() {};

  /** A transaction was committed: accepted pings less these are what a crash must replay. */
  default void batchApplied(int pings, Duration took) {}

  /** A transaction failed and will be tried again: steadily growing means trouble in Postgres. */
  default void batchRetried() {}

  /** A record was set aside: somebody has to look at {@code quarantine}. */
  default void quarantined() {}

  /** A ping was answered 200 for a check that does not exist: see {@code unresolved_pings}. */
  default void unresolved() {}

  /** Pings could not be accepted for so long: the database knows of it from now on. */
  default void deaf(DeafCause cause, Duration longer) {}

  /** So many pings were heard after others had declared their stream dead or cut off. */
  default void afterRetirement(int pings) {}
}
