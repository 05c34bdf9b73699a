/** Shows: web pages, Management API, live updates. One class starts and stops it all. */
@NullMarked
package dev.tocsin.dashboard;

import org.jspecify.annotations.NullMarked;
