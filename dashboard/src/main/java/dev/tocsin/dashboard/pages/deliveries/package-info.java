/** The pages of what was sent: deliveries of a project, one message, sending again. */
@NullMarked
package dev.tocsin.dashboard.pages.deliveries;

import org.jspecify.annotations.NullMarked;
