/** Reports as files, and who gets them by mail. */
@NullMarked
package dev.tocsin.dashboard.reports;

import org.jspecify.annotations.NullMarked;
