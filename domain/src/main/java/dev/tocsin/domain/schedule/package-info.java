/** When a job is expected: every schedule beside its parser. */
@NullMarked
package dev.tocsin.domain.schedule;

import org.jspecify.annotations.NullMarked;
