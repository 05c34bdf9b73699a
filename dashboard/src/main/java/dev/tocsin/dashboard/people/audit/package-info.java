/**
 * Reading the audit log: filters, words for people, files for programs. Written by people.Audit.
 */
@NullMarked
package dev.tocsin.dashboard.people.audit;

import org.jspecify.annotations.NullMarked;
