/** Passkeys: what an account has registered, and how a browser proves that it holds one. */
@NullMarked
package dev.tocsin.dashboard.passkeys;

import org.jspecify.annotations.NullMarked;
