package dev.tocsin.alerter.delivery;

import dev.tocsin.channels.Channel;
import dev.tocsin.channels.Pace;

/** An open channel, and how fast its other side takes messages. */
record Target(Channel channel, Pace pace) {}
