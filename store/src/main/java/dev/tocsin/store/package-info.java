/**
 * Where a check is kept: the schema, thin JDBC, and the mappers of rows that several parts read.
 */
@NullMarked
package dev.tocsin.store;

import org.jspecify.annotations.NullMarked;
