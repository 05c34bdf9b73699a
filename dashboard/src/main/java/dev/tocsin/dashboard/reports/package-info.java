/** How reliable a project, its tags and its checks were: reads it, and makes files of it. */
@NullMarked
package dev.tocsin.dashboard.reports;

import org.jspecify.annotations.NullMarked;
