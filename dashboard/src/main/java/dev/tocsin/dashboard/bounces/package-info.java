/** Reads mail that came back: which message of ours it was, and whether it can ever arrive. */
@NullMarked
package dev.tocsin.dashboard.bounces;

import org.jspecify.annotations.NullMarked;
