package dev.tocsin.dashboard;

import dev.tocsin.dashboard.api.ApiConfig;
import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.people.ProjectLimits;
import dev.tocsin.dashboard.web.TrustedHeader;
import dev.tocsin.store.DbConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the dashboard must know of this installation.
 *
 * @param addresses what it is called and where it is found
 * @param limits what people may set
 * @param load how much is done at once
 * @param behindProxy whether the last {@code X-Forwarded-For} is to be believed
 * @param direct how to reach Postgres without a pooler, for notifications; empty: pages poll only
 * @param outside what those see who are not signed in
 * @param signIn who else than we may say who somebody is
 */
public record DashboardConfig(
    Addresses addresses,
    Limits limits,
    Load load,
    boolean behindProxy,
    Optional<Supplier<DbConfig>> direct,
    Outside outside,
    SignIn signIn) {

  /**
   * What this installation is called and where it is found.
   *
   * @param name what it calls itself
   * @param site the root of the pages, without a slash at the end; https makes cookies secure
   * @param ping what a ping URL starts with, with a slash at the end
   * @param mail what the e-mail addresses of checks end with; empty: mail is not heard
   */
  public record Addresses(String name, String site, String ping, Optional<String> mail) {

    public Addresses {
      if (site.endsWith("/") || !site.matches("https?://.+")) {
        throw new IllegalArgumentException("not a URL without a slash at the end: " + site);
      }
      if (!ping.endsWith("/")) {
        throw new IllegalArgumentException("no slash at the end: " + ping);
      }
    }

    /** Whether browsers reach us by https. */
    boolean https() {
      return site.startsWith("https:");
    }
  }

  /**
   * What people may set.
   *
   * @param minPeriod the shortest period and grace time that a check may have, in whole seconds
   * @param projects how large new ones may become
   */
  public record Limits(Duration minPeriod, ProjectLimits projects) {

    /** Those of an installation that says nothing else. */
    public static final Limits USUAL = new Limits(Duration.ofMinutes(1), ProjectLimits.USUAL);

    public Limits {
      if (minPeriod.toSeconds() < 1 || minPeriod.toNanosPart() != 0) {
        throw new IllegalArgumentException("minPeriod must be in whole seconds: " + minPeriod);
      }
    }
  }

  /**
   * How much is done at once.
   *
   * @param workers how many requests are worked on at once, pages and API each: more than there are
   *     connections to the database would only wait for them
   * @param maxWaiting how many more may wait; beyond it the answer is 503, so that a slow database
   *     does not become an out-of-memory
   * @param answerWithin nobody waits longer for a page or an answer of the API; then it is 503
   * @param maxStreams how many open pages are live at once: each costs a connection and a look a
   *     second
   */
  public record Load(int workers, int maxWaiting, Duration answerWithin, int maxStreams) {

    /** As many as a pool of so many connections bears. */
    public static Load of(int connections, Duration answerWithin) {
      return new Load(connections, 256, answerWithin, 2_000);
    }
  }

  /**
   * What badges, metrics and status pages show, and to whom.
   *
   * @param badgeLabel what the badge of all checks of a project is called
   * @param projectMetrics whether Prometheus may read projects
   * @param metricsKey what operators ask {@code metrics/} of the API with; empty: nobody may ask
   * @param statusPages where status pages are kept for a start without a database; empty: nowhere
   * @param nameServer who is asked whether a host name is proven; empty: the first of the system
   */
  public record Outside(
      String badgeLabel,
      boolean projectMetrics,
      Optional<String> metricsKey,
      Optional<Path> statusPages,
      Optional<InetSocketAddress> nameServer) {}

  /**
   * How people show who they are, and who else may say it.
   *
   * @param oidc a provider of single sign-on
   * @param proxy a proxy in front of us
   * @param provisionByProxy whether people for whom it vouches get an account
   * @param twoStep whether nobody gets on with a password alone
   */
  public record SignIn(
      Optional<OidcConfig> oidc, TrustedHeader proxy, boolean provisionByProxy, boolean twoStep) {

    /** Nobody; a password is enough. */
    public static final SignIn OURS =
        new SignIn(Optional.empty(), TrustedHeader.NONE, false, false);
  }

  /** With the bounds that suit a pool of {@code workers} connections. */
  public static DashboardConfig of(
      String siteUrl, Optional<Supplier<DbConfig>> direct, int workers) {
    return new DashboardConfig(
        new Addresses("Tocsin", siteUrl, siteUrl + "/ping/", Optional.empty()),
        Limits.USUAL,
        Load.of(workers, ApiConfig.ANSWER_WITHIN),
        false,
        direct,
        new Outside("Tocsin", true, Optional.empty(), Optional.empty(), Optional.empty()),
        SignIn.OURS);
  }

  /** The same, with pings by e-mail. */
  public DashboardConfig withMail(String domain) {
    Addresses heard =
        new Addresses(addresses.name(), addresses.site(), addresses.ping(), Optional.of(domain));
    return new DashboardConfig(heard, limits, load, behindProxy, direct, outside, signIn);
  }

  /** The same, with a name server of one's own. */
  public DashboardConfig withNameServer(InetSocketAddress server) {
    Outside asking =
        new Outside(
            outside.badgeLabel(),
            outside.projectMetrics(),
            outside.metricsKey(),
            outside.statusPages(),
            Optional.of(server));
    return new DashboardConfig(addresses, limits, load, behindProxy, direct, asking, signIn);
  }

  /** The same, with others who may say who somebody is. */
  public DashboardConfig withSignIn(SignIn others) {
    return new DashboardConfig(addresses, limits, load, behindProxy, direct, outside, others);
  }
}
