/** A project's settings and keys, making one, and the start page that leads to one. */
@NullMarked
package dev.tocsin.dashboard.pages.project;

import org.jspecify.annotations.NullMarked;
