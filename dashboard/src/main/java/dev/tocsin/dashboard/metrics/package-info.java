/** A project's checks and channels as Prometheus reads them. */
@NullMarked
package dev.tocsin.dashboard.metrics;

import org.jspecify.annotations.NullMarked;
