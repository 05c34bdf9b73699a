package dev.tocsin.domain.assertion;

import dev.tocsin.domain.ping.PingText;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One thing that has to be true of a run that reports success. It has one form in words, {@link
 * #text()}, in which people write it, and in which it is kept: {@code duration < 600s}, {@code body
 * contains done}, {@code body lacks ERROR}, {@code rows > 0}.
 */
public sealed interface Assertion permits RunTime, BodyText, BodyNumber {

  /** In words, as {@link AssertionText#parse} reads it. */
  String text();

  /** Whether it looks at what the ping says. */
  boolean readsBody();

  /**
   * What was found instead, in a few words; empty: it holds, or cannot be known.
   *
   * @param took how long the run took; null: not known
   * @param said what the ping says; null: not known
   */
  Optional<String> found(@Nullable Duration took, @Nullable PingText said);
}
