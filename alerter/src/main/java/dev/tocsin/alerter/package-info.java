/**
 * Decides and delivers: the parts of the alerter put together, the loop they run in, what they
 * report.
 */
@NullMarked
package dev.tocsin.alerter;

import org.jspecify.annotations.NullMarked;
