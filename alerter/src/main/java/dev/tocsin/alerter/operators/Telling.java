package dev.tocsin.alerter.operators;

import java.time.Instant;
import java.util.Set;

/**
 * One round of telling contacts of one matter.
 *
 * @param id of the matter in its ledger
 * @param since when the matter began
 * @param over it has ended, and that is what is told
 * @param tellings how often it was told completely
 * @param attempts at this telling, this one included
 * @param reached the contacts that have taken it already
 * @param all the second contacts are told too
 * @param shared its ledger is the one of all processes: there it can be acknowledged by its id
 */
record Telling(
    long id,
    Finding matter,
    Instant since,
    boolean over,
    int tellings,
    int attempts,
    Set<String> reached,
    boolean all,
    boolean shared) {}
