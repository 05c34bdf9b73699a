package dev.tocsin.dashboard.people;

/**
 * What is known of a browser: no part proves anything, all help to recognise it.
 *
 * @param remoteAddr the address that it comes from
 * @param userAgent what it calls itself, cut to {@link #LONGEST_AGENT}
 * @param device the secret in the cookie by which we know it again, or the empty text
 */
public record Browser(String remoteAddr, String userAgent, String device) {

  private static final int LONGEST_AGENT = 200;

  public Browser {
    userAgent = userAgent.substring(0, Math.min(userAgent.length(), LONGEST_AGENT));
  }
}
