package dev.tocsin.dashboard.vouched;

/**
 * Who a provider says somebody is.
 *
 * @param issuer the provider
 * @param subject what it calls the person: never given to another, unlike an address
 * @param email may be empty
 * @param emailVerified the provider says that the address is theirs
 */
public record Identity(String issuer, String subject, String email, boolean emailVerified) {}
