/** Times in which checks were down, and what people do about them. */
@NullMarked
package dev.tocsin.dashboard.incidents;

import org.jspecify.annotations.NullMarked;
