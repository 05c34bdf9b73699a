package dev.tocsin.dashboard.web;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The cookies of the pages.
 *
 * @param secure the site has https: cookies never travel without it
 */
public record Cookies(boolean secure) {

  /** The viewer's time zone, written by our script. */
  static final String ZONE = "tz";

  /** {@code light} or {@code dark}, written by our script. */
  static final String THEME = "theme";

  /** {@code compact} for dense lists, written by our script. */
  static final String DENSITY = "density";

  /** A note for the next page, shown once. */
  static final String NOTE = "note";

  /** The project that was open last. */
  static final String PROJECT = "project";

  /** Browsers keep no cookie for longer. */
  private static final Duration DEVICE = Duration.ofDays(400);

  String sessionName() {
    return secure ? "__Host-tocsin" : "tocsin";
  }

  String visitorName() {
    return secure ? "__Host-visitor" : "visitor";
  }

  String stepName() {
    return secure ? "__Host-step" : "step";
  }

  String deviceName() {
    return secure ? "__Host-device" : "device";
  }

  /** By this we know a browser again in which somebody has signed in; it opens nothing. */
  public Cookie device(String secret) {
    return cookie(deviceName(), secret).setMaxAge(DEVICE.toSeconds());
  }

  /** Remembers a sign-in that is half way. */
  public Cookie step(String token, Duration lasts) {
    return cookie(stepName(), token).setMaxAge(lasts.toSeconds());
  }

  /** The sign-in is not half way any more. */
  public Cookie noStep() {
    return cookie(stepName(), "").setMaxAge(0);
  }

  String pageName(String page) {
    return secure ? "__Host-" + page : page;
  }

  /**
   * A cookie that only one page reads.
   *
   * @param page a word for it
   */
  public Cookie page(String page, String value, Duration lasts) {
    return cookie(pageName(page), value).setMaxAge(lasts.toSeconds());
  }

  /** Takes such a cookie away. */
  public Cookie noPage(String page) {
    return cookie(pageName(page), "").setMaxAge(0);
  }

  /** Keeps a visitor signed in. */
  public Cookie session(String token, Duration lasts) {
    return cookie(sessionName(), token).setMaxAge(lasts.toSeconds());
  }

  /** Signs a visitor out. */
  public Cookie noSession() {
    return cookie(sessionName(), "").setMaxAge(0);
  }

  /** The secret of a visitor who is not signed in: forms need one, too. */
  Cookie visitor(String secret) {
    return cookie(visitorName(), secret);
  }

  /** A note that the next page shows. */
  public Cookie note(String text) {
    return cookie(NOTE, URLEncoder.encode(text, StandardCharsets.UTF_8)).setMaxAge(30);
  }

  Cookie noNote() {
    return cookie(NOTE, "").setMaxAge(0);
  }

  Cookie project(String code) {
    return cookie(PROJECT, code).setMaxAge(Duration.ofDays(365).toSeconds());
  }

  static String decoded(String value) {
    try {
      return URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private Cookie cookie(String name, String value) {
    return Cookie.cookie(name, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(secure)
        .setSameSite(CookieSameSite.LAX);
  }
}
