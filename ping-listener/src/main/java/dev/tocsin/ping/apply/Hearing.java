package dev.tocsin.ping.apply;

import java.time.Instant;

/**
 * What the database says a stream has heard: everything from {@code openedAt} through {@code
 * through}, but for its deaf times.
 */
record Hearing(Instant openedAt, Instant through) {}
