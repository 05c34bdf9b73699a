/**
 * The contract of the Management API, badges and metrics (docs/management-api.md), asked from
 * outside, rule by rule: what clients of this protocol rely on, in all three versions.
 */
@NullMarked
package dev.tocsin.drills.management;

import org.jspecify.annotations.NullMarked;
