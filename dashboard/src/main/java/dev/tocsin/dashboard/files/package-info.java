/** How files are written that people take along: what a spreadsheet cannot misread. */
@NullMarked
package dev.tocsin.dashboard.files;

import org.jspecify.annotations.NullMarked;
