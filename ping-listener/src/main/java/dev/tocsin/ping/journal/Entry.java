package dev.tocsin.ping.journal;

import java.time.Instant;

/**
 * A ping in the journal.
 *
 * @param position logical byte offset of its record in the stream
 * @param end the position after it: the stream's cursor once this ping is applied
 * @param at its stamp, microsecond precision
 * @param ping what was heard
 */
public record Entry(long position, long end, Instant at, HeardPing ping) {}
