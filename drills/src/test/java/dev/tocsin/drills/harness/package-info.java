/** What drills and benches share: the shipped jar as a process, load with a ledger, receivers. */
@NullMarked
package dev.tocsin.drills.harness;

import org.jspecify.annotations.NullMarked;
