/**
 * The whole database as one file: written while everything runs, checked, and brought back, into
 * another server or a later version too.
 */
@NullMarked
package dev.tocsin.backup;

import org.jspecify.annotations.NullMarked;
