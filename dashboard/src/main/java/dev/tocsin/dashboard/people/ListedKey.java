package dev.tocsin.dashboard.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is listed: all but the key itself, which nobody knows any more.
 *
 * @param code names it in the API and on pages; opens nothing
 * @param hint its last four characters
 * @param createdBy an actor of the audit log; empty for the oldest keys
 * @param usedAt when it was last used, to the minute, if it was
 */
public record ListedKey(
    UUID code,
    KeyHolder.Kind kind,
    String name,
    Rights rights,
    String hint,
    Instant createdAt,
    String createdBy,
    @Nullable Instant usedAt) {

  /** What it starts with. */
  public String prefix() {
    return kind.prefix(rights.readOnly());
  }

  /** Whether its time is over: it is refused like a key that nobody knows. */
  public boolean expired(Instant now) {
    Instant end = rights.expiresAt();
    return end != null && !end.isAfter(now);
  }
}
