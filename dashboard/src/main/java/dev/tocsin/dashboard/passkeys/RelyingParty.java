package dev.tocsin.dashboard.passkeys;

import io.netty.util.NetUtil;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * For whom passkeys are made: this site, as its settings name it, whatever a request says of its
 * host. A passkey for one host is never offered to another by a browser.
 *
 * @param id the host
 * @param origin scheme, host, and port if it is not the usual one: as browsers write it
 * @param name what people are shown
 */
public record RelyingParty(String id, String origin, String name) {

  /** Empty where browsers would refuse: without https, or for a bare address. */
  public static Optional<RelyingParty> of(String siteUrl, String siteName) {
    URI site = URI.create(siteUrl);
    String host = site.getHost().toLowerCase(Locale.ROOT);
    boolean secure = site.getScheme().equals("https") || host.equals("localhost");
    boolean bare = host.startsWith("[") || NetUtil.isValidIpV4Address(host);
    if (!secure || bare) {
      return Optional.empty();
    }
    boolean usual = site.getPort() < 0 || site.getPort() == usualPort(site.getScheme());
    String origin = site.getScheme() + "://" + host + (usual ? "" : ":" + site.getPort());
    return Optional.of(new RelyingParty(host, origin, siteName));
  }

  private static int usualPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }
}
