/** Messages to Discord through a webhook. */
@NullMarked
package dev.tocsin.channels.discord;

import org.jspecify.annotations.NullMarked;
