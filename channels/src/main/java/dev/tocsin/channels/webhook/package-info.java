/** Alerts as a request to any URL: settings, placeholders, sender. */
@NullMarked
package dev.tocsin.channels.webhook;

import org.jspecify.annotations.NullMarked;
