package dev.tocsin.postgres;

/**
 * A process that has the folder of an embedded Postgres for itself.
 *
 * @param says what it says of itself, for people
 */
public record Holder(long pid, String says) {}
