/** Connections to Postgres that are known to work, and what is done when none is. */
@NullMarked
package dev.tocsin.ping.pg;

import org.jspecify.annotations.NullMarked;
