package dev.tocsin.dashboard.checks;

import dev.tocsin.domain.check.Flip;

/**
 * A flip as the log shows it.
 *
 * @param id unique among all flips
 */
public record LoggedFlip(long id, Flip flip) {}
