package dev.tocsin.ping.journal;

import java.time.Instant;

/**
 * The stamp clock jumped.
 *
 * @param from the last stamp before
 * @param to the time that stamps follow from now on; earlier than {@code from} if the clock was set
 *     back by more than {@link StampClock#HOLD_AT_MOST}
 */
public record ClockEvent(Instant from, Instant to) {}
