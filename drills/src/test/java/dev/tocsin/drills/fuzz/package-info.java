/**
 * Coverage-guided fuzzing of everything that reads what strangers send. A target lives in the
 * package of the parser that it feeds, since parsers are package-private; this package runs them.
 */
package dev.tocsin.drills.fuzz;
