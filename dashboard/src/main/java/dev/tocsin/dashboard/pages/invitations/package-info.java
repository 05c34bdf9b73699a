/** What the link of an invitation leads to. */
@NullMarked
package dev.tocsin.dashboard.pages.invitations;

import org.jspecify.annotations.NullMarked;
