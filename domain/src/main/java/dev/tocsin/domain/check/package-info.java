/** What a check is and how it changes: state, the machine that moves it, and what people see. */
@NullMarked
package dev.tocsin.domain.check;

import org.jspecify.annotations.NullMarked;
