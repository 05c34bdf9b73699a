package dev.tocsin.dashboard.checks;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a check was down: from the flip that took it down to the next one.
 *
 * @param id of the flip that began it
 * @param code of the check
 * @param name of the check
 * @param reason why it went down, as the flip says
 * @param ended null: it goes on
 * @param endedBy the status that ended it: {@code up}, {@code paused} or {@code new}
 */
public record Incident(
    long id,
    UUID code,
    String name,
    Instant started,
    String reason,
    @Nullable Instant ended,
    @Nullable String endedBy) {}
