package dev.tocsin.dashboard.web;

/**
 * What all visitors of the pages share.
 *
 * @param forms that are on their way at once
 * @param formBytes that have arrived of them: they are read before anybody knows who sends them
 * @param outgoing answers that their readers have not taken yet
 */
public record Bounds(int forms, long formBytes, Outgoing outgoing) {

  /** For a machine with a few hundred megabytes. */
  public static Bounds usual() {
    return new Bounds(1_000, 32L << 20, new Outgoing(128L << 20));
  }
}
