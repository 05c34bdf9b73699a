/**
 * What an operator can set: every key with its form, default and meaning in one place, read once
 * from command line, environment and file, wrong loudly and all at once.
 */
@NullMarked
package dev.tocsin.settings;

import org.jspecify.annotations.NullMarked;
