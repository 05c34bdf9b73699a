/**
 * Proves once a minute that all of Tocsin works, by going all the way round: public address,
 * journal, database, alerter, delivery. Then tells somebody outside, who misses it when it stops.
 */
@NullMarked
package dev.tocsin.alerter.watchdog;

import org.jspecify.annotations.NullMarked;
