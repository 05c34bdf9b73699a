/** People and programs that are told what is announced on a status page. */
@NullMarked
package dev.tocsin.dashboard.status.subscribers;

import org.jspecify.annotations.NullMarked;
