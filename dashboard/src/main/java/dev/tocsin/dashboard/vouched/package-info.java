/**
 * People for whom somebody else vouches, a provider of single sign-on or a proxy: which account is
 * theirs, whether one is made for them, and which roles come with the provider's word.
 */
@NullMarked
package dev.tocsin.dashboard.vouched;

import org.jspecify.annotations.NullMarked;
