/** What operators see of the installation as a whole, whoever asks. */
@NullMarked
package dev.tocsin.dashboard.system;

import org.jspecify.annotations.NullMarked;
