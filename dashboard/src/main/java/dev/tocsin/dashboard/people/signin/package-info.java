/**
 * From a person who has shown who they are, in whatever way, to a session: what comes next, the
 * step between password and second factor, and how fast anybody may guess.
 */
@NullMarked
package dev.tocsin.dashboard.people.signin;

import org.jspecify.annotations.NullMarked;
