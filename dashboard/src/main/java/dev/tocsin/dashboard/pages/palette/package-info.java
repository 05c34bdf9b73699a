/** The command palette: every check, project, page and action, a few keys away. */
@NullMarked
package dev.tocsin.dashboard.pages.palette;

import org.jspecify.annotations.NullMarked;
