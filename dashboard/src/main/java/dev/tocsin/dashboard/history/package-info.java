/**
 * What became of a check over weeks and months, and what would have become of it by other rules.
 * Pure, but for the one class that reads.
 */
@NullMarked
package dev.tocsin.dashboard.history;

import org.jspecify.annotations.NullMarked;
