/**
 * The Postgres that comes along: unpacked, initialised, started, watched and stopped by us, with
 * its durability settings on. Nothing outside this package knows how.
 */
@NullMarked
package dev.tocsin.postgres;

import org.jspecify.annotations.NullMarked;
