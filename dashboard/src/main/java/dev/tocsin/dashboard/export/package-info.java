/** All that is kept of a project or a person, as one file; and that nothing is kept of a person. */
@NullMarked
package dev.tocsin.dashboard.export;

import org.jspecify.annotations.NullMarked;
