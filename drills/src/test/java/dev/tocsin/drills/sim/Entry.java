package dev.tocsin.drills.sim;

import dev.tocsin.domain.ping.Ping;
import dev.tocsin.domain.ping.PingKind;
import dev.tocsin.domain.ping.RunId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ping in the journal of a node: accepted, whatever becomes of the node.
 *
 * @param id of this acceptance, unique in a run; its text is the body, by which it is found again
 * @param heard when it was accepted
 * @param at its stamp; not the same if the clock of its node was wrong and nobody knew
 */
record Entry(long id, long check, Instant heard, Instant at, PingKind kind, @Nullable RunId run) {

  Ping ping() {
    return new Ping(at, kind, run);
  }
}
