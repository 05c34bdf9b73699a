package dev.tocsin.dashboard.oidc;

import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.vouched.RoleRules;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The provider of single sign-on.
 *
 * @param issuer as the provider writes it, to the last slash; https, except on this machine
 * @param clientSecret empty for a client that has none
 * @param scopes what is asked for; {@code openid} among them
 * @param name what the button calls it
 * @param provision whether people without an account get one
 * @param trustEmail whether an address counts as verified of which the provider says nothing: then
 *     whoever can choose an address there takes over the account that has it here
 * @param only whether this is the only way to sign in
 * @param roles which roles come with which claim
 * @param outbound bounds of our calls to it
 */
public record OidcConfig(
    URI issuer,
    String clientId,
    Optional<String> clientSecret,
    List<String> scopes,
    String name,
    boolean provision,
    boolean trustEmail,
    boolean only,
    Optional<RoleRules> roles,
    OutboundConfig outbound) {

  public OidcConfig {
    if (!isSafe(issuer)) {
      throw new IllegalArgumentException("the issuer must be an https address: " + issuer);
    }
    if (!scopes.contains("openid")) {
      throw new IllegalArgumentException("openid is missing among the scopes: " + scopes);
    }
    scopes = List.copyOf(scopes);
  }

  /** Whether what goes there can be read by nobody on the way. */
  static boolean isSafe(URI uri) {
    String host = String.valueOf(uri.getHost());
    boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    return "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && here);
  }

  /** Secrets stay out of logs. */
  @Override
  public String toString() {
    return "OidcConfig[%s, %s]".formatted(issuer, clientId);
  }
}
