/** Tables of cron: what runs when, and the same table with pings in it. Pure text. */
@NullMarked
package dev.tocsin.dashboard.crontab;

import org.jspecify.annotations.NullMarked;
