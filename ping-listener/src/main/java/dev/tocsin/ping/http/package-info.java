/** The pinging contract over HTTP: from a request to a ping, and from its fate to an answer. */
@NullMarked
package dev.tocsin.ping.http;

import org.jspecify.annotations.NullMarked;
