/** A command of this machine, for installations that allow it. */
@NullMarked
package dev.tocsin.channels.shell;

import org.jspecify.annotations.NullMarked;
