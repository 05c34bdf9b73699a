/** The schedule doctor's rounds: what is read for an examination, and what is kept of it. */
@NullMarked
package dev.tocsin.dashboard.doctor;

import org.jspecify.annotations.NullMarked;
