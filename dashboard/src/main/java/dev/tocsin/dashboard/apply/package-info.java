/**
 * Config as code: what a file wants of a project, how that differs from what is there ({@link
 * dev.tocsin.dashboard.apply.Planner}, which decides and touches nothing), and making it so in one
 * transaction ({@link dev.tocsin.dashboard.apply.Apply}). Imports go the same way.
 */
@NullMarked
package dev.tocsin.dashboard.apply;

import org.jspecify.annotations.NullMarked;
