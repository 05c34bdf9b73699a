/** Taking along all that is kept of a project or of oneself, and having oneself erased. */
@NullMarked
package dev.tocsin.dashboard.pages.export;

import org.jspecify.annotations.NullMarked;
