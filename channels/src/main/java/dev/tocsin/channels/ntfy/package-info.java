/** Push messages through an ntfy server. */
@NullMarked
package dev.tocsin.channels.ntfy;

import org.jspecify.annotations.NullMarked;
