package dev.tocsin.alerter.quiet;

import java.time.Instant;
import java.util.Optional;

/**
 * That nobody is to be told of a check at present.
 *
 * @param until when this one reason is over; empty: nobody can know
 */
public record Hush(Withheld why, Optional<Instant> until) {}
