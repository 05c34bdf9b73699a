/** When and of what nobody is told, and whom else to tell: silences, maintenance, escalation. */
@NullMarked
package dev.tocsin.dashboard.quiet;

import org.jspecify.annotations.NullMarked;
