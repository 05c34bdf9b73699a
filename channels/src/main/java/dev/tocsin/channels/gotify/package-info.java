/** Push messages through a Gotify server. */
@NullMarked
package dev.tocsin.channels.gotify;

import org.jspecify.annotations.NullMarked;
