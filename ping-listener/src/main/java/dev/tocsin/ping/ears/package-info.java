/** Whether this process can hear at all: what anybody noticed of it, and who looks. */
@NullMarked
package dev.tocsin.ping.ears;

import org.jspecify.annotations.NullMarked;
