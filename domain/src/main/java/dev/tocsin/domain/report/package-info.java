/**
 * How reliable checks were, period by period: what is added up and what is left out. Pure: the same
 * for pages, files and programs.
 */
@NullMarked
package dev.tocsin.domain.report;

import org.jspecify.annotations.NullMarked;
