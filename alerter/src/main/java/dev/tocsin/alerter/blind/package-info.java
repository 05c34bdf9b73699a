/** What people are told of time in which nobody could hear their jobs. */
@NullMarked
package dev.tocsin.alerter.blind;

import org.jspecify.annotations.NullMarked;
