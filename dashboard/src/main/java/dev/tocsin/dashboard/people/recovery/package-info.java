/** Ways back into an account, and to another address: links mailed to people, which work once. */
@NullMarked
package dev.tocsin.dashboard.people.recovery;

import org.jspecify.annotations.NullMarked;
