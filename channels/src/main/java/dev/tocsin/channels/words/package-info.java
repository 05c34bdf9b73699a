/**
 * What a message says, whichever way it travels: the facts of a check, the line on top, times, and
 * a simple form of all that for channels that carry text.
 */
@NullMarked
package dev.tocsin.channels.words;

import org.jspecify.annotations.NullMarked;
