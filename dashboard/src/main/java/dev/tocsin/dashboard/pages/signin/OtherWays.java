package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.oidc.OpenId;
import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.people.signin.SignIn;
import dev.tocsin.dashboard.vouched.Arrivals;
import dev.tocsin.dashboard.vouched.MappedRoles;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.store.Db;
import dev.tocsin.store.SecretBox;
import java.net.URI;
import java.util.Optional;

/** All ways to sign in but the password, as far as this installation has them. */
public final class OtherWays implements AutoCloseable {

  private final Db db;
  private final Optional<Passkeys> passkeys;
  private final SignIn signIn;
  private final Optional<OidcConfig> config;
  private final Optional<OpenId> provider;
  private final boolean provisionByProxy;

  /**
   * @param passkeys empty where browsers would not give any
   * @param config of the provider of single sign-on, if there is one
   * @param provisionByProxy whether people for whom a proxy vouches get an account
   */
  public OtherWays(
      Db db,
      SecretBox secrets,
      String siteUrl,
      Optional<Passkeys> passkeys,
      SignIn signIn,
      Optional<OidcConfig> config,
      boolean provisionByProxy) {
    this.db = db;
    this.passkeys = passkeys;
    this.signIn = signIn;
    this.config = config;
    this.provider =
        config.map(c -> new OpenId(c, secrets, URI.create(siteUrl + OidcPages.CALLBACK)));
    this.provisionByProxy = provisionByProxy;
  }

  /** Only the provider, or everything there is. */
  public Ways ways() {
    boolean only = config.map(OidcConfig::only).orElse(false);
    return new Ways(!only, !only && passkeys.isPresent(), provider.map(OpenId::name));
  }

  ProxySignIn mount(Site site, Welcome welcome, SignInForm form, Cookies cookies) {
    Arrivals arrivals = new Arrivals(db);
    if (form.ways().passkey()) {
      passkeys.ifPresent(keys -> PasskeySignIn.mount(site, keys, signIn, welcome, form, cookies));
    }
    provider.ifPresent(
        to ->
            OidcPages.mount(
                site,
                to,
                config.orElseThrow(),
                arrivals,
                new MappedRoles(db),
                welcome,
                form,
                cookies));
    return new ProxySignIn(arrivals, provisionByProxy, welcome, form);
  }

  @Override
  public void close() {
    provider.ifPresent(OpenId::close);
  }
}
