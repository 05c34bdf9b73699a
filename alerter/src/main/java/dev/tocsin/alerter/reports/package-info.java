/** Writes reports to people who asked for them. */
@NullMarked
package dev.tocsin.alerter.reports;

import org.jspecify.annotations.NullMarked;
