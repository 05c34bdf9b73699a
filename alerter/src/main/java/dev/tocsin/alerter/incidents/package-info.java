/**
 * Looks after incidents that are open: tells of what was withheld once nothing speaks against it,
 * reminds, and escalates.
 */
@NullMarked
package dev.tocsin.alerter.incidents;

import org.jspecify.annotations.NullMarked;
