/**
 * What people do with checks and ask about them, whichever way they come: pages, Management API,
 * command line. Every change is one transaction that locks, asks the state machine, and leaves an
 * audit row.
 */
@NullMarked
package dev.tocsin.dashboard.checks;

import org.jspecify.annotations.NullMarked;
