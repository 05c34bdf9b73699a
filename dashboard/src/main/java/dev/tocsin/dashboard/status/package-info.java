/** Status pages as they are kept: what a project shows to the world, and how. */
@NullMarked
package dev.tocsin.dashboard.status;

import org.jspecify.annotations.NullMarked;
