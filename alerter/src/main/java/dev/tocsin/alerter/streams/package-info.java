/** Streams that stand still: asks their nodes, and retires those that are lost. */
@NullMarked
package dev.tocsin.alerter.streams;

import org.jspecify.annotations.NullMarked;
