/** A person's own page: password and sessions. */
@NullMarked
package dev.tocsin.dashboard.pages.account;

import org.jspecify.annotations.NullMarked;
