/** Whoever is on call. */
@NullMarked
package dev.tocsin.channels.rota;

import org.jspecify.annotations.NullMarked;
