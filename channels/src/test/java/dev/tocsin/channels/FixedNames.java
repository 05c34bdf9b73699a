package dev.tocsin.channels;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;

/** A name server that leads every name to the same addresses. */
class FixedNames implements DnsResolver {

  private final InetAddress[] addresses;

  FixedNames(InetAddress... addresses) {
    this.addresses = addresses;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
