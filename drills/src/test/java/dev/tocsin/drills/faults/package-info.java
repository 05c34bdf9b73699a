/** The shipped jar, real load, one fault, the heal, then the promises checked. */
@NullMarked
package dev.tocsin.drills.faults;

import org.jspecify.annotations.NullMarked;
