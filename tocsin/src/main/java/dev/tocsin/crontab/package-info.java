/** Tables of cron: what runs when, and the same table with pings in it. Pure text. */
@NullMarked
package dev.tocsin.crontab;

import org.jspecify.annotations.NullMarked;
