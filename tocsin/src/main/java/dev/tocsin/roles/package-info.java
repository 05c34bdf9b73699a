/**
 * What a process is made of: settings become the parts' records, parts are started in order and
 * stopped in reverse. No logic of its own.
 */
@NullMarked
package dev.tocsin.roles;

import org.jspecify.annotations.NullMarked;
