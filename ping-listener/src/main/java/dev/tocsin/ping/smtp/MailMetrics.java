package dev.tocsin.ping.smtp;

/** What hearing mail counts; says nothing by default. Called on an event loop. */
public interface MailMetrics {

  /** Counts nothing. */
  MailMetrics NONE = new MailMetrics() {};

  /**
   * A message was answered 250: all its pings are on disk.
   *
   * @param pings one for each recipient
   */
  default void accepted(int pings) {}

  /** Something was refused. */
  default void refused(Refusal why) {}
}
