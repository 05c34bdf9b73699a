/** Incidents in PagerDuty: events that trigger and resolve. */
@NullMarked
package dev.tocsin.channels.pagerduty;

import org.jspecify.annotations.NullMarked;
