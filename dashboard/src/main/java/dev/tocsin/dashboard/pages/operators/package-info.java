/** What operators may do by a link in a message, without signing in. */
@NullMarked
package dev.tocsin.dashboard.pages.operators;

import org.jspecify.annotations.NullMarked;
