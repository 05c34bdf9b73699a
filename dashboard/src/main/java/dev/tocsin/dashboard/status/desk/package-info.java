/** Hands status pages to whoever asks: addresses, host names, passwords, cache headers. */
@NullMarked
package dev.tocsin.dashboard.status.desk;

import org.jspecify.annotations.NullMarked;
