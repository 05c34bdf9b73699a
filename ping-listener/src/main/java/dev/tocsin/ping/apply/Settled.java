package dev.tocsin.ping.apply;

/**
 * A ping of the live stream that was settled otherwise than by being recorded.
 *
 * @param position of its record
 */
public record Settled(long position, Applied result) {}
