package dev.tocsin.dashboard.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which somebody is signed in.
 *
 * @param id names the session on pages; useless for signing in
 * @param remoteAddr where it was last seen
 */
public record Session(
    String id,
    Account account,
    Instant createdAt,
    Instant seenAt,
    @Nullable String remoteAddr,
    String userAgent) {}
