package dev.tocsin.dashboard.people;

import java.time.Instant;

/** A person in a project. */
public record Member(Account account, Role role, Instant addedAt) {}
