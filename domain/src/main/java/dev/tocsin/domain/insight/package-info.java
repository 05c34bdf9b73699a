/** What durations of runs tell: pure, computed when somebody looks. */
@NullMarked
package dev.tocsin.domain.insight;

import org.jspecify.annotations.NullMarked;
