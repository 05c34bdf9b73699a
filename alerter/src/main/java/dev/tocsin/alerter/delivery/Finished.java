package dev.tocsin.alerter.delivery;

import dev.tocsin.channels.Verdict;
import java.time.Duration;
import java.time.Instant;

/** An attempt that is over and has to be recorded. */
record Finished(Message message, Verdict verdict, Instant startedAt, Duration took) {

  /** An answer longer than this is cut before it is recorded. */
  private static final int LONGEST_DETAIL = 500;

  /** What the other side said, fit for a column. */
  String detail() {
    String text = verdict.detail().replace('\0', ' ');
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL);
  }

  boolean arrived() {
    return verdict instanceof Verdict.Delivered;
  }

  /** The first attempt at a message: what counts towards several different messages failing. */
  boolean isFirst() {
    return message.attempts() == 0;
  }
}
