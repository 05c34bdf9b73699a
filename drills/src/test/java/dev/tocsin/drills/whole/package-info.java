/**
 * The whole job in the shipped jar: ping in, durable, down in time, people told, state on a page.
 */
@NullMarked
package dev.tocsin.drills.whole;

import org.jspecify.annotations.NullMarked;
