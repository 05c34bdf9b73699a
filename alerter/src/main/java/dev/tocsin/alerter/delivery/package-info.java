/** Brings deliveries to people: lanes, messages, attempts, back-off. */
@NullMarked
package dev.tocsin.alerter.delivery;

import org.jspecify.annotations.NullMarked;
