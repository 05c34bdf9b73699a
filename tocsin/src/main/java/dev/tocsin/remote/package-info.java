/** The Management API as commands use it: of a server by HTTP, or on the database itself. */
@NullMarked
package dev.tocsin.remote;

import org.jspecify.annotations.NullMarked;
