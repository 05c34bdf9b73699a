/**
 * Keeps open pages true: server-sent events, made by polling each project that somebody looks at
 * once a second. Notifications from Postgres only hurry it.
 */
@NullMarked
package dev.tocsin.dashboard.live;

import org.jspecify.annotations.NullMarked;
