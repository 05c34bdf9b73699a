/** Finds missed deadlines: watermark, scan, judgement, flips. */
@NullMarked
package dev.tocsin.alerter.overdue;

import org.jspecify.annotations.NullMarked;
