package dev.tocsin.dashboard.status.desk;

import dev.tocsin.dashboard.people.Buckets;
import dev.tocsin.dashboard.people.Callers;
import dev.tocsin.dashboard.people.Passwords;
import dev.tocsin.dashboard.status.memory.Addresses;
import dev.tocsin.dashboard.status.memory.Snapshot;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * Who has given the password of a page. The cookie holds the key of the page, which is worth
 * nothing once the password is another one; nothing is kept here, so that it works without a
 * database.
 */
final class Visits {

  /** Wrong passwords in a row from one address. */
  private static final int PER_ADDRESS = 10;

  /** Wrong ones for one page in a row, wherever they come from. */
  private static final int PER_PAGE = 100;

  private static final Duration REFILL = Duration.ofSeconds(20);
  private static final Duration PAGE_REFILL = Duration.ofSeconds(2);
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final Buckets addresses = new Buckets(PER_ADDRESS, REFILL);
  private final Buckets pages = new Buckets(PER_PAGE, PAGE_REFILL);
  private final Addresses keys;
  private final boolean https;

  /**
   * @param https whether browsers reach us by it: then the cookie never travels without
   */
  Visits(Addresses keys, boolean https) {
    this.keys = keys;
    this.https = https;
  }

  /** Whether whoever asks may see the page. */
  boolean mayLook(HttpServerRequest request, Snapshot page) {
    if (!page.locked()) {
      return true;
    }
    Cookie cookie = request.getCookie(name(page));
    String query = request.query();
    return (cookie != null && keys.isKey(cookie.getValue(), page))
        || (query != null && query.startsWith("key=") && keys.isKey(query.substring(4), page));
  }

  /** Whether one more password may be tried; it counts as wrong until it is found to be right. */
  boolean mayTry(String address, Snapshot page, Instant now) {
    return addresses.take(Callers.of(address), now) && pages.take(page.slug(), now);
  }

  /** Whether this is the password. Takes its time: not on an event loop. */
  boolean isPassword(String password, String address, Snapshot page) {
    boolean right = Passwords.fits(password, page.passwordHash());
    if (right) {
      addresses.empty(Callers.of(address));
    }
    return right;
  }

  /** What lets this browser in from now on. */
  Cookie cookie(Snapshot page) {
    return Cookie.cookie(name(page), keys.key(page.code(), page.passwordHash()))
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(https)
        .setSameSite(CookieSameSite.LAX)
        .setMaxAge(REMEMBERED.toSeconds());
  }

  private static String name(Snapshot page) {
    return "status-" + page.slug();
  }
}
