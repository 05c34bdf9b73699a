package dev.tocsin.channels;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to deliver. The words in it never contain a secret. */
public sealed interface Verdict {

  /** The other side has taken it. */
  record Delivered(String detail) implements Verdict {}

  /**
   * It may work later.
   *
   * @param after what the other side asked for ({@code Retry-After}), if it did
   */
  record TryAgain(String detail, Optional<Duration> after) implements Verdict {}

  /**
   * The same attempt would never work.
   *
   * @param channelBroken it will never work with these settings: the channel is broken and its
   *     owners should know. Otherwise it is this one message that the other side does not take
   */
  record GiveUp(String detail, boolean channelBroken) implements Verdict {

    /** It will never work with these settings. */
    public GiveUp(String detail) {
      this(detail, true);
    }
  }

  String detail();
}
