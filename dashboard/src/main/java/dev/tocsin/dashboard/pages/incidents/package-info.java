/** The pages of incidents: what is down, who looks after it, and what they noted. */
@NullMarked
package dev.tocsin.dashboard.pages.incidents;

import org.jspecify.annotations.NullMarked;
