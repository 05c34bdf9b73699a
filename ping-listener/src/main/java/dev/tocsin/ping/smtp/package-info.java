/**
 * Pings by e-mail: an SMTP server that takes mail for checks and for nobody else. It relays
 * nothing, sends nothing, and knows no passwords.
 */
@NullMarked
package dev.tocsin.ping.smtp;

import org.jspecify.annotations.NullMarked;
