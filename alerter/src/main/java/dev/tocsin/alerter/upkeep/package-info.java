/**
 * Removes what is past its retention, and adds up what operators look into: a bounded piece at a
 * time, off the hot path.
 */
@NullMarked
package dev.tocsin.alerter.upkeep;

import org.jspecify.annotations.NullMarked;
