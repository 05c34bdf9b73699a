/** Proof that the host name of a status page belongs to whoever lists it. */
@NullMarked
package dev.tocsin.dashboard.status.hosts;

import org.jspecify.annotations.NullMarked;
