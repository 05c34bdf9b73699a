package dev.tocsin.store;

/** What is kept of a check's pings besides the newest: the last failures before those. */
public final class LastFailures {

  /** So many of each check: enough to compare, and few enough to be no log of their own. */
  public static final int KEPT = 10;

  private LastFailures() {}
}
