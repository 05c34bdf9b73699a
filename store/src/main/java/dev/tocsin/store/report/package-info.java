/** How reliable a project, its tags and its checks were, read from what is kept of them. */
@NullMarked
package dev.tocsin.store.report;

import org.jspecify.annotations.NullMarked;
