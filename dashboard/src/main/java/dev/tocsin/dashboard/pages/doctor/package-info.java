/** What the schedule doctor finds, on the page of a check and for a whole project. */
@NullMarked
package dev.tocsin.dashboard.pages.doctor;

import org.jspecify.annotations.NullMarked;
