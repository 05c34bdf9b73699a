/**
 * When nobody is to be told: silences, maintenance windows, and checks that depend on one that is
 * down.
 */
@NullMarked
package dev.tocsin.alerter.quiet;

import org.jspecify.annotations.NullMarked;
