/** The list of checks: everything at a glance, what needs people first. */
@NullMarked
package dev.tocsin.dashboard.pages.checks;

import org.jspecify.annotations.NullMarked;
