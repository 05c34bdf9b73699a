package dev.tocsin.dashboard.passkeys;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of an account, as its owner sees it.
 *
 * @param code names it on pages
 * @param name what its owner calls it
 * @param usedAt null: not yet
 */
public record Passkey(UUID code, String name, Instant createdAt, @Nullable Instant usedAt) {}
