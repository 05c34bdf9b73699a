/** Alerts in Opsgenie, made and closed by their alias. */
@NullMarked
package dev.tocsin.channels.opsgenie;

import org.jspecify.annotations.NullMarked;
