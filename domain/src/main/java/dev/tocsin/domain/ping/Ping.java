package dev.tocsin.domain.ping;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One ping as the state machine sees it.
 *
 * @param at when it was heard, microsecond precision
 * @param kind after the check's filters ({@link PingFilter})
 * @param run the client's run id, if it sent one
 * @param said what its body says; null: not known, or nobody asks
 */
public record Ping(Instant at, PingKind kind, @Nullable RunId run, @Nullable PingText said) {

  /** A ping of which nobody knows what its body says. */
  public Ping(Instant at, PingKind kind, @Nullable RunId run) {
    this(at, kind, run, null);
  }
}
