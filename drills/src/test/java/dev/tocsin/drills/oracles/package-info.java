/** Schedules against what others make of the same expressions. */
@NullMarked
package dev.tocsin.drills.oracles;

import org.jspecify.annotations.NullMarked;
