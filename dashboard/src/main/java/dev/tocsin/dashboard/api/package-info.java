/**
 * The Management API: checks as JSON over HTTP, for programs. A request goes through {@link
 * dev.tocsin.dashboard.api.ManagementApi} (path, method, body; on the event loop), crosses over
 * once to a worker thread, and there through key, validation and effect to a reply.
 */
@NullMarked
package dev.tocsin.dashboard.api;

import org.jspecify.annotations.NullMarked;
