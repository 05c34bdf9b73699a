package dev.tocsin.domain.doctor;

import dev.tocsin.domain.ping.Ping;

/**
 * One ping, and who sent it.
 *
 * @param source what tells one sender from another, address and user agent; empty: not known
 */
public record Heard(Ping ping, String source) {}
