/** Tells the subscribers of status pages what people announced there. */
@NullMarked
package dev.tocsin.alerter.status;

import org.jspecify.annotations.NullMarked;
