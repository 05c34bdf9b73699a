/** Push messages through Pushover. */
@NullMarked
package dev.tocsin.channels.pushover;

import org.jspecify.annotations.NullMarked;
