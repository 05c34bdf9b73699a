/** Status pages in memory and on disk: made when something changes, there without a database. */
@NullMarked
package dev.tocsin.dashboard.status.memory;

import org.jspecify.annotations.NullMarked;
