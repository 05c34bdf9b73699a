/** Letters to people about their accounts, which the dashboard writes and the alerter sends. */
@NullMarked
package dev.tocsin.alerter.mail;

import org.jspecify.annotations.NullMarked;
