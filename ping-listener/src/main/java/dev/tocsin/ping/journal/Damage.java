package dev.tocsin.ping.journal;

/**
 * A range of a stream that holds no readable record.
 *
 * @param from first damaged position
 * @param to the position after it
 * @param tail whether nothing readable follows: then it is most likely a write that a crash tore,
 *     which nobody was answered for; otherwise pings that were accepted may be missing
 */
public record Damage(long from, long to, boolean tail) {}
