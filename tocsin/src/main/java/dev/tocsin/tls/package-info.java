/** The certificates that this process shows: read, checked, and read again when they change. */
@NullMarked
package dev.tocsin.tls;

import org.jspecify.annotations.NullMarked;
