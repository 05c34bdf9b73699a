package dev.tocsin.dashboard.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/**
 * Headers of every page: what browsers must not do with it. Scripts and styles come from files of
 * this site only, so text that somebody else wrote can never become one.
 */
public final class SecurityHeaders implements Handler<RoutingContext> {

  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final boolean https;

  /**
   * @param https the site has https: browsers shall never come back without it
   */
  public SecurityHeaders(boolean https) {
    this.https = https;
  }

  @Override
  public void handle(RoutingContext http) {
    var headers = http.response().headers();
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Referrer-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (https) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    http.next();
  }
}
