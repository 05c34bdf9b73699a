/**
 * Programs that others wrote for this protocol, as their users run them, against the shipped jar.
 */
@NullMarked
package dev.tocsin.drills.clients;

import org.jspecify.annotations.NullMarked;
