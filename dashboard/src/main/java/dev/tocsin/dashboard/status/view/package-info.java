/** What visitors of a status page see, and the documents made of it. Pure, but for who reads. */
@NullMarked
package dev.tocsin.dashboard.status.view;

import org.jspecify.annotations.NullMarked;
