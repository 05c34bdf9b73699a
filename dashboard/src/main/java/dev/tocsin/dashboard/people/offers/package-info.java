/** Handing projects over to another owner, who is asked first. */
@NullMarked
package dev.tocsin.dashboard.people.offers;

import org.jspecify.annotations.NullMarked;
