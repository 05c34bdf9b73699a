/** Alerts as e-mail: settings, the words of a message, and the conversation with a mail server. */
@NullMarked
package dev.tocsin.channels.email;

import org.jspecify.annotations.NullMarked;
