/** Makes one delivery of each flip for each channel that is to tell of it. */
@NullMarked
package dev.tocsin.alerter.fanout;

import org.jspecify.annotations.NullMarked;
