package dev.tocsin.channels;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Looks names up and hands on only addresses that may be called. The HTTP client connects to what
 * this returns and never looks the name up again, so a name that changes its address between check
 * and connect (DNS rebinding) gains nothing. Addresses written as numbers, in any of the forms that
 * Java reads, come through here too.
 */
final class CheckedDns implements DnsResolver {

  /** The name leads only to addresses that may not be called. */
  static final class Refused extends UnknownHostException {
    private static final long serialVersionUID = 1L;

    Refused(String host) {
      super(host);
    }
  }

  private final boolean allowPrivate;
  private final DnsResolver names;

  CheckedDns(boolean allowPrivate) {
    this(allowPrivate, SystemDefaultDnsResolver.INSTANCE);
  }

  CheckedDns(boolean allowPrivate, DnsResolver names) {
    this.allowPrivate = allowPrivate;
    this.names = names;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] all = names.resolve(host);
    if (allowPrivate) {
      return all;
    }
    InetAddress[] callable =
        Arrays.stream(all).filter(PublicAddresses::contain).toArray(InetAddress[]::new);
    if (callable.length == 0) {
      throw new Refused(host);
    }
    return callable;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
