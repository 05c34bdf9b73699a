/** Where a project's alerts go: list, make, change, try out. */
@NullMarked
package dev.tocsin.dashboard.pages.channels;

import org.jspecify.annotations.NullMarked;
