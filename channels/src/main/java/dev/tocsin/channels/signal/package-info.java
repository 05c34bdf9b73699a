/** Signal messages through signal-cli. */
@NullMarked
package dev.tocsin.channels.signal;

import org.jspecify.annotations.NullMarked;
