/** The command line: what a person types, what it prints, how it ends. */
@NullMarked
package dev.tocsin.cli;

import org.jspecify.annotations.NullMarked;
