/** How reliable a project was, as a page and as files. */
@NullMarked
package dev.tocsin.dashboard.pages.reports;

import org.jspecify.annotations.NullMarked;
