/** Text messages and calls through Twilio. */
@NullMarked
package dev.tocsin.channels.twilio;

import org.jspecify.annotations.NullMarked;
