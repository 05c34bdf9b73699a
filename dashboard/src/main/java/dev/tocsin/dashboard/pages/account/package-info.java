/** A person's own page: password, sessions and keys. */
@NullMarked
package dev.tocsin.dashboard.pages.account;

import org.jspecify.annotations.NullMarked;
