/** What a ping is and how a request or a mail becomes one. */
@NullMarked
package dev.tocsin.domain.ping;

import org.jspecify.annotations.NullMarked;
