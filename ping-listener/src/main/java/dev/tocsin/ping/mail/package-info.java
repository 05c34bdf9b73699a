/** What a mail says: its subject and its text, out of MIME as strangers write it. */
@NullMarked
package dev.tocsin.ping.mail;

import org.jspecify.annotations.NullMarked;
