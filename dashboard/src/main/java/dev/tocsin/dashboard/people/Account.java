package dev.tocsin.dashboard.people;

/**
 * A person who may sign in.
 *
 * @param email in lower case; also the actor in the audit log
 */
public record Account(long id, String email) {}
