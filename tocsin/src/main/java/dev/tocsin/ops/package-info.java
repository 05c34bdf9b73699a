/**
 * What operators see of a running process: health, readiness, metrics, log lines; and what the
 * service manager that started it hears.
 */
@NullMarked
package dev.tocsin.ops;

import org.jspecify.annotations.NullMarked;
