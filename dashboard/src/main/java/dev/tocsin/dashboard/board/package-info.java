/**
 * The checks of a project as pages show them: kept in memory and brought up to date with one narrow
 * query, so that a list of 10,000 checks and its live updates stay quick. Decides nothing:
 * standings come from the state machine.
 */
@NullMarked
package dev.tocsin.dashboard.board;

import org.jspecify.annotations.NullMarked;
