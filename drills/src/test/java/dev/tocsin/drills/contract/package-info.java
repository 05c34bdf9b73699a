/**
 * The pinging contract (docs/ping-api.md) asked from outside, rule by rule: bytes in, bytes out,
 * and what the Management API shows of it.
 */
@NullMarked
package dev.tocsin.drills.contract;

import org.jspecify.annotations.NullMarked;
