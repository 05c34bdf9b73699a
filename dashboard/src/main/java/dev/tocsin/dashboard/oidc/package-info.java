/**
 * Sign-in by OpenID Connect: the browser goes to a provider with a question and comes back with a
 * code, which we turn into claims that the provider has signed. Knows nothing of accounts.
 */
@NullMarked
package dev.tocsin.dashboard.oidc;

import org.jspecify.annotations.NullMarked;
