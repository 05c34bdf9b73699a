/** The page that says when nobody could hear. */
@NullMarked
package dev.tocsin.dashboard.pages.blind;

import org.jspecify.annotations.NullMarked;
