/** The pages of operators: the installation as a whole. */
@NullMarked
package dev.tocsin.dashboard.pages.system;

import org.jspecify.annotations.NullMarked;
