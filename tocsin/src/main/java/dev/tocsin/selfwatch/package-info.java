/**
 * What a process sees of its own trouble: answers that it should not give, and how near it is to
 * its limits.
 */
@NullMarked
package dev.tocsin.selfwatch;

import org.jspecify.annotations.NullMarked;
