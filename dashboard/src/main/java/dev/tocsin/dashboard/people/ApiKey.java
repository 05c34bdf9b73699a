package dev.tocsin.dashboard.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of a project, without the key.
 *
 * @param hint its last four characters
 * @param usedAt when it was last used, if it was
 */
public record ApiKey(
    long id,
    String name,
    boolean readOnly,
    String hint,
    Instant createdAt,
    @Nullable Instant usedAt) {}
