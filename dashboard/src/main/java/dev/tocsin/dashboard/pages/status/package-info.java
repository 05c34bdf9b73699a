/** Where the status pages of a project are made, changed and written on. */
@NullMarked
package dev.tocsin.dashboard.pages.status;

import org.jspecify.annotations.NullMarked;
