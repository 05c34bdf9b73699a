/** Messages through an Apprise API, to whatever it knows. */
@NullMarked
package dev.tocsin.channels.apprise;

import org.jspecify.annotations.NullMarked;
