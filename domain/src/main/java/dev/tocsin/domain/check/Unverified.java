package dev.tocsin.domain.check;

import java.time.Instant;

/**
 * A run that people are told of: nobody heard it, and nobody could have.
 *
 * @param due when it was expected
 * @param blind when we could not hear
 * @param at when that became certain
 */
public record Unverified(Instant due, Interval blind, Instant at) {}
