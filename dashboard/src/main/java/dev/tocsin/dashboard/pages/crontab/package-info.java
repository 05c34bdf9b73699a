/** Checks for all jobs of a crontab at once: paste it, look, and take it back with pings in it. */
@NullMarked
package dev.tocsin.dashboard.pages.crontab;

import org.jspecify.annotations.NullMarked;
