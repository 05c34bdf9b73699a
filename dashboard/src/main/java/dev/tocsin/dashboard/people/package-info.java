/**
 * Who may look and change: accounts, sessions, projects with their members and keys, and the
 * one-time links that make the first account. Used by the pages and by the command line.
 */
@NullMarked
package dev.tocsin.dashboard.people;

import org.jspecify.annotations.NullMarked;
