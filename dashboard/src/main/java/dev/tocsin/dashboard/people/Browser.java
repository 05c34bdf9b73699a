package dev.tocsin.dashboard.people;

/**
 * What is known of a browser: neither part proves anything, both help a person to recognise it.
 *
 * @param remoteAddr the address that it comes from
 * @param userAgent what it calls itself, cut to {@link #LONGEST_AGENT}
 */
public record Browser(String remoteAddr, String userAgent) {

  private static final int LONGEST_AGENT = 200;

  public Browser {
    userAgent = userAgent.substring(0, Math.min(userAgent.length(), LONGEST_AGENT));
  }
}
