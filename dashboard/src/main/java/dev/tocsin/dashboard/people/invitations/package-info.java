/** Asking people into a project: links that work once, by mail or copied, for whoever has them. */
@NullMarked
package dev.tocsin.dashboard.people.invitations;

import org.jspecify.annotations.NullMarked;
