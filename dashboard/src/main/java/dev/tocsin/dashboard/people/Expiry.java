package dev.tocsin.dashboard.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a key ends.
 *
 * @param at null: never
 */
public record Expiry(@Nullable Instant at) {

  public static final Expiry NEVER = new Expiry(null);
}
