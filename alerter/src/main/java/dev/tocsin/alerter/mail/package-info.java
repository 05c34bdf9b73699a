/**
 * Letters to people, apart from any channel: about their accounts, which the dashboard writes, and
 * to owners whose channels are all broken.
 */
@NullMarked
package dev.tocsin.alerter.mail;

import org.jspecify.annotations.NullMarked;
