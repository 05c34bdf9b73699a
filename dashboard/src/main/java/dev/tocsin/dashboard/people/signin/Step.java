package dev.tocsin.dashboard.people.signin;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Proof;

/**
 * Somebody half way in.
 *
 * @param proof what they have shown; a second factor is missing
 */
public record Step(Account account, Proof proof) {}
