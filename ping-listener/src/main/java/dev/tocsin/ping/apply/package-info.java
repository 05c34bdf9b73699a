/** From the journal to Postgres: batches, folded through the state machine, exactly once. */
@NullMarked
package dev.tocsin.ping.apply;

import org.jspecify.annotations.NullMarked;
