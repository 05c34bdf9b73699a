/** Making a project, its settings, keys and members, and the start page that leads to one. */
@NullMarked
package dev.tocsin.dashboard.pages.project;

import org.jspecify.annotations.NullMarked;
