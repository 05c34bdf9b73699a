package dev.tocsin.roles;

import dev.tocsin.channels.OutboundConfig;
import dev.tocsin.dashboard.DashboardConfig;
import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.vouched.RoleRules;
import dev.tocsin.dashboard.web.TrustedHeader;
import dev.tocsin.settings.Key;
import dev.tocsin.settings.Keys;
import dev.tocsin.settings.Networks;
import dev.tocsin.settings.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How people show who they are, and who else may say it: made of the settings. */
final class SignInSection {

  /** A person waits for each call. */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  private final Settings settings;

  SignInSection(Settings settings) {
    this.settings = settings;
  }

  DashboardConfig.SignIn read() {
    return new DashboardConfig.SignIn(
        oidc(),
        proxy(),
        settings.get(Keys.AUTH_TRUSTED_AUTO_PROVISION),
        settings.get(Keys.AUTH_TWO_STEP));
  }

  private Optional<OidcConfig> oidc() {
    Optional<URI> issuer = settings.find(Keys.OIDC_ISSUER);
    if (issuer.isEmpty()) {
      if (settings.get(Keys.OIDC_ONLY)) {
        throw new IllegalArgumentException("oidc.only is set, oidc.issuer is not");
      }
      return Optional.empty();
    }
    return Optional.of(
        new OidcConfig(
            issuer.get(),
            needed(Keys.OIDC_CLIENT_ID, Keys.OIDC_ISSUER),
            settings.find(Keys.OIDC_CLIENT_SECRET),
            List.of(settings.get(Keys.OIDC_SCOPES).strip().split("\\s+")),
            settings.get(Keys.OIDC_NAME),
            settings.get(Keys.OIDC_AUTO_PROVISION),
            settings.get(Keys.OIDC_TRUST_EMAIL),
            settings.get(Keys.OIDC_ONLY),
            roles(),
            outbound()));
  }

  private Optional<RoleRules> roles() {
    Optional<String> claim = settings.find(Keys.OIDC_ROLE_CLAIM);
    Optional<String> rules = settings.find(Keys.OIDC_ROLES);
    if (claim.isPresent() != rules.isPresent()) {
      throw new IllegalArgumentException("oidc.role-claim and oidc.roles belong together");
    }
    return claim.map(name -> RoleRules.parse(name, rules.orElseThrow()));
  }

  private OutboundConfig outbound() {
    OutboundConfig usual = OutboundConfig.DEFAULT;
    return new OutboundConfig(
        true, // operators name the provider, and it may well be in their own network
        usual.connectTimeout(),
        LONGEST_CALL,
        usual.maxAnswerBytes(),
        settings.find(Keys.OUTBOUND_CA),
        usual.userAgent());
  }

  private TrustedHeader proxy() {
    return settings
        .find(Keys.AUTH_TRUSTED_HEADER)
        .map(
            name ->
                new TrustedHeader(
                    name,
                    Networks.parse(needed(Keys.AUTH_TRUSTED_PROXIES, Keys.AUTH_TRUSTED_HEADER))))
        .orElse(TrustedHeader.NONE);
  }

  private String needed(Key<String> key, Key<?> by) {
    return settings
        .find(key)
        .orElseThrow(() -> new IllegalArgumentException("%s is set, %s is not".formatted(by, key)));
  }
}
