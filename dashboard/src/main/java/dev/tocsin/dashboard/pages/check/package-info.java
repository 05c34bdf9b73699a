/** One check: its state and why, how to ping it, its log, and what may be done with it. */
@NullMarked
package dev.tocsin.dashboard.pages.check;

import org.jspecify.annotations.NullMarked;
