/** The pages of silences, maintenance and escalation. */
@NullMarked
package dev.tocsin.dashboard.pages.quiet;

import org.jspecify.annotations.NullMarked;
