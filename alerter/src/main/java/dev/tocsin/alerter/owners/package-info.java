/** The way to a project's owners where none of its channels leads to anybody. */
@NullMarked
package dev.tocsin.alerter.owners;

import org.jspecify.annotations.NullMarked;
