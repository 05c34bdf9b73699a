/** Letters to people about their accounts: their words, and the rows in which they wait. */
@NullMarked
package dev.tocsin.dashboard.people.mail;

import org.jspecify.annotations.NullMarked;
