/**
 * The schedule doctor: looks at what a check was told and what was heard of it, finds what does not
 * go together, and knows what to do about it. Pure; it changes nothing by itself.
 *
 * <p>A false finding is worse than a missed one: people stop reading. So every threshold asks for
 * more evidence than a coincidence gives, and no remedy is offered before the state machine has
 * judged the past by it.
 */
@NullMarked
package dev.tocsin.domain.doctor;

import org.jspecify.annotations.NullMarked;
