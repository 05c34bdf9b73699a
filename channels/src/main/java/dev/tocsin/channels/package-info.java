/** How an alert reaches people: what a channel is, the list of them, and the one way out. */
@NullMarked
package dev.tocsin.channels;

import org.jspecify.annotations.NullMarked;
