/** The pages of rotas, and the calendar to subscribe to. */
@NullMarked
package dev.tocsin.dashboard.pages.oncall;

import org.jspecify.annotations.NullMarked;
