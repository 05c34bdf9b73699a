/** What people tell the visitors of a status page: incidents, planned maintenance, updates. */
@NullMarked
package dev.tocsin.dashboard.status.told;

import org.jspecify.annotations.NullMarked;
