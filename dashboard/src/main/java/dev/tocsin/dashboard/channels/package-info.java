/** The channels of projects: their rows, what people do with them, and what became of alerts. */
@NullMarked
package dev.tocsin.dashboard.channels;

import org.jspecify.annotations.NullMarked;
