package dev.tocsin.roles;

/**
 * What was built.
 *
 * @param version of the program
 * @param commit of its source, short; empty: the build was not told
 */
public record Build(String version, String commit) {}
