/** Rotas: who is on call, who takes turns, who stands in, and the calendar of it. */
@NullMarked
package dev.tocsin.dashboard.oncall;

import org.jspecify.annotations.NullMarked;
