package dev.tocsin.domain.check;

import java.time.Instant;

/**
 * What a stream that applies its pings knows of all other streams.
 *
 * @param heardThrough what they heard up to then is applied; no deadline behind it is judged
 * @param certainThrough whoever finds that something was missed at or after this instant waits: in
 *     a moment it may be known whether another stream had heard a ping in time. Never in the way
 *     but after a gap, see {@link Settling}
 */
public record Others(Instant heardThrough, Instant certainThrough) {}
