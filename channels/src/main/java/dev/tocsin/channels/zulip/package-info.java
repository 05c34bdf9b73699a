/** Messages to Zulip in the name of a bot. */
@NullMarked
package dev.tocsin.channels.zulip;

import org.jspecify.annotations.NullMarked;
