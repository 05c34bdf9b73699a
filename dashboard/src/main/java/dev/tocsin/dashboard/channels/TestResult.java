package dev.tocsin.dashboard.channels;

/**
 * How a test of a channel is getting on.
 *
 * @param member which channel of a group it is for; empty if it is no group's
 * @param state "waiting", "sending", "delivered" or "failed"
 * @param detail what the last attempt said
 * @param seconds since it was asked for
 */
public record TestResult(
    long delivery, String member, String state, int attempts, String detail, long seconds) {

  /** After that the page stops asking: what fails for so long is seen in the log. */
  private static final long WATCHED_SECONDS = 90;

  /** The same, of a member that is called so. */
  public TestResult of(String called) {
    return new TestResult(delivery, called, state, attempts, detail, seconds);
  }

  /** Whether the page should ask again. */
  public boolean open() {
    return (state.equals("waiting") || state.equals("sending")) && seconds < WATCHED_SECONDS;
  }
}
