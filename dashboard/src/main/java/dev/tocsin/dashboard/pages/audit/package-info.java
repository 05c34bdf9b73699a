/** What was done in a project and with an account: filtered, paged, as files. */
@NullMarked
package dev.tocsin.dashboard.pages.audit;

import org.jspecify.annotations.NullMarked;
