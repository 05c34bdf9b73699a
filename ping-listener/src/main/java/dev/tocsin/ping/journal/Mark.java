package dev.tocsin.ping.journal;

import java.time.Instant;

/**
 * How far a stream has heard, by the journal's own order.
 *
 * @param through no ping that is appended later gets a stamp up to this one, and up to here every
 *     {@link DeafTime} is in the journal
 * @param position every record stamped up to {@code through} lies before this position: once the
 *     cursor has reached it, the stream is heard through {@code through}
 */
public record Mark(Instant through, long position) {}
