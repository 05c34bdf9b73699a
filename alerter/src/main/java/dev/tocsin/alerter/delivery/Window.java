package dev.tocsin.alerter.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the next message of a kind may leave a channel that groups. The first leaves at once. What
 * follows is held for the length of the window; many news are held shorter, since each is
 * somebody's first: for half a second, four times, then for one, for two, up to the whole window.
 * So many checks that go down within seconds are told of within seconds, in few messages.
 *
 * @param sentAt when the last message of the kind was made; null if never
 * @param step how many have left since, before the whole window was over
 */
record Window(@Nullable Instant sentAt, int step) {

  static final Window OPEN = new Window(null, 0);

  /**
   * How long news are held.
   *
   * @param whole for how long a few of them
   * @param first for how long many of them, at first
   * @param many more than as many
   */
  record Lengths(Duration whole, Duration first, int many) {

    /** So often many are held equally short: within that time most things that fail have failed. */
    private static final int SHORTEST = 4;

    /** How long so many are held after {@code step} messages. */
    Duration of(int news, int step) {
      Duration shorter = first.multipliedBy(1L << Math.max(0, Math.min(step - SHORTEST + 1, 20)));
      return news > many && shorter.compareTo(whole) < 0 ? shorter : whole;
    }
  }

  /** Until when so many news are held; empty: they may leave. */
  Optional<Instant> heldUntil(int news, Lengths lengths, Instant now) {
    return Optional.ofNullable(sentAt)
        .map(at -> at.plus(lengths.of(news, step)))
        .filter(now::isBefore);
  }

  /** The window after a message left. */
  Window after(Instant now, Lengths lengths) {
    boolean over = sentAt == null || !now.isBefore(sentAt.plus(lengths.whole()));
    return new Window(now, over ? 0 : step + 1);
  }
}
