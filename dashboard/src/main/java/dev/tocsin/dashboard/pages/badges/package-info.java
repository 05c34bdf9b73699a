/** The page on which people put a badge together, see it and copy it. */
@NullMarked
package dev.tocsin.dashboard.pages.badges;

import org.jspecify.annotations.NullMarked;
