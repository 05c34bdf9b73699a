/** Several channels under one name. */
@NullMarked
package dev.tocsin.channels.group;

import org.jspecify.annotations.NullMarked;
