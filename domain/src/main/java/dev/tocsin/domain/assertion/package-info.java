/** What the report of a run must say, besides that it went well. */
@NullMarked
package dev.tocsin.domain.assertion;

import org.jspecify.annotations.NullMarked;
