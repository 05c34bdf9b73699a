/** What a check is, without I/O, clock or logging: one folder per idea. */
@NullMarked
package dev.tocsin.domain;

import org.jspecify.annotations.NullMarked;
