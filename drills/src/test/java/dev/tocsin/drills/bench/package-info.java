/** How fast it is: always beside something else measured in the same run, as a ratio. */
@NullMarked
package dev.tocsin.drills.bench;

import org.jspecify.annotations.NullMarked;
