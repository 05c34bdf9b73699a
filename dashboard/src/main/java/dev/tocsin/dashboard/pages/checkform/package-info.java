/** Making and editing a check: one form for both. */
@NullMarked
package dev.tocsin.dashboard.pages.checkform;

import org.jspecify.annotations.NullMarked;
