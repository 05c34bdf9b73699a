/** Messages to Telegram in the name of a bot. */
@NullMarked
package dev.tocsin.channels.telegram;

import org.jspecify.annotations.NullMarked;
