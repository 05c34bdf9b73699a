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

  /** The same without the words of the other side, in case it is they that cannot be recorded. */
  Finished inPlainWords() {
    String words = "what was said cannot be recorded";
    Verdict plain;
    if (verdict instanceof Verdict.Delivered) {
      plain = new Verdict.Delivered(words);
    } else if (verdict instanceof Verdict.TryAgain again) {
      plain = new Verdict.TryAgain(words, again.after());
    } else {
      plain = new Verdict.GiveUp(words, breaksChannel());
    }
    return new Finished(message, plain, startedAt, took);
  }

  boolean arrived() {
    return verdict instanceof Verdict.Delivered;
  }

  /** Given up because of the settings; a message that alone was refused says nothing of them. */
  boolean breaksChannel() {
    return verdict instanceof Verdict.GiveUp given && given.channelBroken();
  }

  /** The first attempt at a message: what counts towards several different messages failing. */
  boolean isFirst() {
    return message.attempts() == 0;
  }
}
