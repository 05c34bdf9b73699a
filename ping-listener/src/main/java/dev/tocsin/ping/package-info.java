/** Hears pings: HTTP and SMTP to journal to Postgres, never by way of anything that blocks. */
@NullMarked
package dev.tocsin.ping;

import org.jspecify.annotations.NullMarked;
