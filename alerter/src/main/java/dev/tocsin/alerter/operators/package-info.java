/**
 * Tells the people who run this installation when it is in trouble itself: conditions find what is
 * wrong, a ledger keeps what was told, contacts are told. Runs in every process that has contacts,
 * also where there is no database.
 */
@NullMarked
package dev.tocsin.alerter.operators;

import org.jspecify.annotations.NullMarked;
