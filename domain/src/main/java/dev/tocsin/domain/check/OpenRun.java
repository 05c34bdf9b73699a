package dev.tocsin.domain.check;

import dev.tocsin.domain.ping.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run in progress.
 *
 * @param id null for a run that was started without one
 * @param sign its last sign of life after the start; null if there was none
 */
public record OpenRun(@Nullable RunId id, Instant start, @Nullable Instant sign) {
  public OpenRun {
    if (sign != null && !sign.isAfter(start)) {
      throw new IllegalArgumentException("a sign of life at or before the start");
    }
  }

  boolean is(@Nullable RunId other) {
    return Objects.equals(id, other);
  }

  /** When it must have ended, if it gives no further sign of life. */
  Instant limit(Duration runtime) {
    return lastSeen().plus(runtime);
  }

  /** Its last sign of life, or its start. */
  Instant lastSeen() {
    return sign == null ? start : sign;
  }

  /** The same after a sign of life; signs may come late and move nothing back. */
  OpenRun alive(Instant at) {
    return at.isAfter(lastSeen()) ? new OpenRun(id, start, at) : this;
  }
}
