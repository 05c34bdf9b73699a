/**
 * How a process takes the place of another one without closing its ports: sockets that were open
 * before it began, and the word between the two.
 */
@NullMarked
package dev.tocsin.handover;

import org.jspecify.annotations.NullMarked;
