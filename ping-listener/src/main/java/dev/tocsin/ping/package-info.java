/** Hears pings: HTTP to journal to Postgres, never by way of anything that blocks. */
@NullMarked
package dev.tocsin.ping;

import org.jspecify.annotations.NullMarked;
