/** What people show besides their password: codes of an app (RFC 6238) and recovery codes. */
@NullMarked
package dev.tocsin.dashboard.people.factors;

import org.jspecify.annotations.NullMarked;
