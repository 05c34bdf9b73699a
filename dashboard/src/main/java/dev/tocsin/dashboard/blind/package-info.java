/** Time in which nobody could hear, as people see it. */
@NullMarked
package dev.tocsin.dashboard.blind;

import org.jspecify.annotations.NullMarked;
