package dev.tocsin.dashboard;

import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.people.Projects;
import dev.tocsin.dashboard.web.TrustedHeader;
import dev.tocsin.store.DbConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * What the dashboard must know of this installation.
 *
 * @param siteName what this installation calls itself
 * @param siteUrl the root of the pages, without a slash at the end; https makes cookies secure
 * @param pingUrl what a ping URL starts with, with a slash at the end
 * @param emailDomain what the e-mail addresses of checks end with; empty: mail is not heard
 * @param minPeriod the shortest period and grace time that a check may have, in whole seconds
 * @param checkLimit how many checks a new project may have: a page must be able to read them all
 * @param behindProxy whether the last {@code X-Forwarded-For} is to be believed
 * @param direct how to reach Postgres without a pooler, for notifications; empty: pages poll only
 * @param workers how many requests are worked on at once, pages and API each: more than there are
 *     connections to the database would only wait for them
 * @param maxWaiting how many more may wait; beyond it the answer is 503, so that a slow database
 *     does not become an out-of-memory
 * @param maxStreams how many open pages are live at once: each costs a connection and a look a
 *     second
 * @param outside what those see who are not signed in
 * @param signIn who else than we may say who somebody is
 */
public record DashboardConfig(
    String siteName,
    String siteUrl,
    String pingUrl,
    Optional<String> emailDomain,
    Duration minPeriod,
    int checkLimit,
    boolean behindProxy,
    Optional<DbConfig> direct,
    int workers,
    int maxWaiting,
    int maxStreams,
    Outside outside,
    SignIn signIn) {

  /**
   * What badges and metrics show, and to whom.
   *
   * @param badgeLabel what the badge of all checks of a project is called
   * @param projectMetrics whether Prometheus may read projects
   * @param metricsKey what operators ask {@code metrics/} of the API with; empty: nobody may ask
   */
  public record Outside(String badgeLabel, boolean projectMetrics, Optional<String> metricsKey) {}

  /**
   * Who else may say who somebody is.
   *
   * @param oidc a provider of single sign-on
   * @param proxy a proxy in front of us
   * @param provisionByProxy whether people for whom it vouches get an account
   */
  public record SignIn(Optional<OidcConfig> oidc, TrustedHeader proxy, boolean provisionByProxy) {

    /** Nobody. */
    public static final SignIn OURS = new SignIn(Optional.empty(), TrustedHeader.NONE, false);
  }

  public DashboardConfig {
    if (siteUrl.endsWith("/") || !siteUrl.matches("https?://.+")) {
      throw new IllegalArgumentException("not a URL without a slash at the end: " + siteUrl);
    }
    if (!pingUrl.endsWith("/")) {
      throw new IllegalArgumentException("no slash at the end: " + pingUrl);
    }
    if (minPeriod.toSeconds() < 1 || minPeriod.toNanosPart() != 0) {
      throw new IllegalArgumentException("minPeriod must be in whole seconds: " + minPeriod);
    }
  }

  /** With the bounds that suit a pool of {@code workers} connections. */
  public static DashboardConfig of(String siteUrl, Optional<DbConfig> direct, int workers) {
    return new DashboardConfig(
        "Tocsin",
        siteUrl,
        siteUrl + "/ping/",
        Optional.empty(),
        Duration.ofMinutes(1),
        Projects.DEFAULT_CHECK_LIMIT,
        false,
        direct,
        workers,
        256,
        500,
        new Outside("Tocsin", true, Optional.empty()),
        SignIn.OURS);
  }

  /** Whether browsers reach us by https. */
  boolean https() {
    return siteUrl.startsWith("https:");
  }

  /** The same, with another shortest period. */
  public DashboardConfig withMinPeriod(Duration shortest) {
    return new DashboardConfig(
        siteName,
        siteUrl,
        pingUrl,
        emailDomain,
        shortest,
        checkLimit,
        behindProxy,
        direct,
        workers,
        maxWaiting,
        maxStreams,
        outside,
        signIn);
  }

  /** The same, with pings by e-mail. */
  public DashboardConfig withEmailDomain(String domain) {
    return new DashboardConfig(
        siteName,
        siteUrl,
        pingUrl,
        Optional.of(domain),
        minPeriod,
        checkLimit,
        behindProxy,
        direct,
        workers,
        maxWaiting,
        maxStreams,
        outside,
        signIn);
  }

  /** The same, with other things to see from outside. */
  public DashboardConfig withOutside(Outside other) {
    return new DashboardConfig(
        siteName,
        siteUrl,
        pingUrl,
        emailDomain,
        minPeriod,
        checkLimit,
        behindProxy,
        direct,
        workers,
        maxWaiting,
        maxStreams,
        other,
        signIn);
  }

  /** The same, with others who may say who somebody is. */
  public DashboardConfig withSignIn(SignIn others) {
    return new DashboardConfig(
        siteName,
        siteUrl,
        pingUrl,
        emailDomain,
        minPeriod,
        checkLimit,
        behindProxy,
        direct,
        workers,
        maxWaiting,
        maxStreams,
        outside,
        others);
  }
}
