/** Signing in and out, and making the first account. */
@NullMarked
package dev.tocsin.dashboard.pages.signin;

import org.jspecify.annotations.NullMarked;
