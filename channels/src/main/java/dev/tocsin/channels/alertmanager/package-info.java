/** Alerts in a Prometheus Alertmanager. */
@NullMarked
package dev.tocsin.channels.alertmanager;

import org.jspecify.annotations.NullMarked;
