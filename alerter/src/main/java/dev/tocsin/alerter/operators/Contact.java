package dev.tocsin.alerter.operators;

import dev.tocsin.channels.Channel;

/**
 * A way to reach operators.
 *
 * @param name tells contacts apart, for the log and for what is kept of who was told; never a
 *     secret
 */
public record Contact(String name, Channel channel) {}
