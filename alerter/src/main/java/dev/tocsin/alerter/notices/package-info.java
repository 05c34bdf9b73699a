/** What people are told besides flips, as rows: notices, and what they say of flapping checks. */
@NullMarked
package dev.tocsin.alerter.notices;

import org.jspecify.annotations.NullMarked;
