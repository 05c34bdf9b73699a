package dev.tocsin.channels;

/** One configured way to reach people. Blocking: the alerter calls it on a worker thread. */
public interface Channel {

  /**
   * Tries once. Expected trouble is a {@link Verdict}; an exception is a bug and counts as {@link
   * Verdict.TryAgain}. Returns within {@link Channels#SEND_TIMEOUT}, whatever the other side does.
   */
  Verdict deliver(Alert alert);

  /** Whether one message may name several checks. */
  boolean groups();
}
