/** Lists of checks that a person has given a name, to see them again. */
@NullMarked
package dev.tocsin.dashboard.views;

import org.jspecify.annotations.NullMarked;
