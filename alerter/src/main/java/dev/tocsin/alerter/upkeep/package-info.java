/** Removes what is past its retention, a bounded piece at a time, off the hot path. */
@NullMarked
package dev.tocsin.alerter.upkeep;

import org.jspecify.annotations.NullMarked;
