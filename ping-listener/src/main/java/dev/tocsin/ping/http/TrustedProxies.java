package dev.tocsin.ping.http;

import java.util.function.Predicate;

/**
 * Whose word counts on who sent a ping ({@code X-Forwarded-For}) and how ({@code
 * X-Forwarded-Proto}): everybody's, as the protocol has it, or that of given proxies only.
 */
public final class TrustedProxies {

  /** Everybody is believed: who knows a ping URL may also say where the ping comes from. */
  public static final TrustedProxies ALL = new TrustedProxies(true, address -> true);

  private final boolean all;
  private final Predicate<String> addresses;

  private TrustedProxies(boolean all, Predicate<String> addresses) {
    this.all = all;
    this.addresses = addresses;
  }

  /** Whoever has one of these addresses is believed, and nobody else. */
  public static TrustedProxies only(Predicate<String> addresses) {
    return new TrustedProxies(false, addresses);
  }

  /** Whether everybody is believed, whoever it is. */
  boolean everybody() {
    return all;
  }

  /** Whether this address is one of the proxies. */
  boolean contains(String address) {
    return addresses.test(address);
  }
}
