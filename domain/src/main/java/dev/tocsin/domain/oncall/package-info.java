/** Who is called when: people who take turns, and those who stand in for them. */
@NullMarked
package dev.tocsin.domain.oncall;

import org.jspecify.annotations.NullMarked;
