/** Messages to Rocket.Chat through an incoming integration. */
@NullMarked
package dev.tocsin.channels.rocketchat;

import org.jspecify.annotations.NullMarked;
