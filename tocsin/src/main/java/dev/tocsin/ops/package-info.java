/** What operators see of a running process: health, readiness, metrics, log lines. */
@NullMarked
package dev.tocsin.ops;

import org.jspecify.annotations.NullMarked;
