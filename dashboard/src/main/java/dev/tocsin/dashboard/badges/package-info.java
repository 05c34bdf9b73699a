/** Status badges for other people's pages: their addresses, and what those answer. */
@NullMarked
package dev.tocsin.dashboard.badges;

import org.jspecify.annotations.NullMarked;
