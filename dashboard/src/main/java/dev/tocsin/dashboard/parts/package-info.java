/** What several pages show of a check: times, state in a word and a sentence, bars of runs. */
@NullMarked
package dev.tocsin.dashboard.parts;

import org.jspecify.annotations.NullMarked;
