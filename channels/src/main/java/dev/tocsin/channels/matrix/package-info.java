/** Messages to a room of Matrix in the name of a user of any home server. */
@NullMarked
package dev.tocsin.channels.matrix;

import org.jspecify.annotations.NullMarked;
