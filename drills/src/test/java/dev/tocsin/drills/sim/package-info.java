/**
 * Fleets of jobs under faults, in virtual time: the real state machine, alerter and watermark on a
 * real Postgres whose clock is the simulation's. Everything follows from a seed.
 */
@NullMarked
package dev.tocsin.drills.sim;

import org.jspecify.annotations.NullMarked;
