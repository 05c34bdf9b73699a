package dev.tocsin.dashboard.people.offers;

import dev.tocsin.dashboard.people.Account;
import java.time.Instant;

/**
 * A project that is to have another owner.
 *
 * @param to who is asked
 * @param by the owner who becomes a manager when they say yes
 */
public record Offer(Account to, Account by, Instant at) {}
