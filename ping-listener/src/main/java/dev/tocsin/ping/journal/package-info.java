/**
 * The journal: an append-only file of pings, written before anybody is answered, so that an
 * accepted ping outlives a crash and an outage of Postgres. Knows files and stamps; nothing of SQL
 * or HTTP. The bytes are described in {@code docs/journal-format.md}.
 */
@NullMarked
package dev.tocsin.ping.journal;

import org.jspecify.annotations.NullMarked;
