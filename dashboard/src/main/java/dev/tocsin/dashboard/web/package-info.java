/**
 * What every page shares: the step off the event loop, sessions and CSRF tokens, the layout, static
 * files, errors and security headers. Knows nothing about checks.
 */
@NullMarked
package dev.tocsin.dashboard.web;

import org.jspecify.annotations.NullMarked;
