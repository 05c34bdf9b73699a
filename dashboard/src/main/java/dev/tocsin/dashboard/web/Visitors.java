package dev.tocsin.dashboard.web;

import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.store.DbException;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Finds out who asks: by the cookies of a browser, and by the word of a proxy that is trusted. */
final class Visitors {

  /** Under this word a request remembers that its session is one: only that one is prolonged. */
  private static final String KNOWN = "known";

  /** Under this one, that operators may ask even while the database is away. */
  private static final String ALWAYS = "always";

  /**
   * What the cookies tell of a visitor.
   *
   * @param secret of the session, or of a visitor who is not signed in
   * @param fresh the secret has just been made, and goes into a cookie
   */
  record Visitor(String session, String secret, boolean fresh) {}

  private final Visit.Setting setting;
  private final Sessions sessions;
  private final boolean behindProxy;
  private final TrustedHeader proxy;
  private final InstantSource clock;
  private final KnownOperators operators = new KnownOperators();

  /**
   * @param behindProxy whether the last {@code X-Forwarded-For} is to be believed
   * @param proxy whose word counts on who asks
   */
  Visitors(
      Visit.Setting setting,
      Sessions sessions,
      boolean behindProxy,
      TrustedHeader proxy,
      InstantSource clock) {
    this.setting = setting;
    this.sessions = sessions;
    this.behindProxy = behindProxy;
    this.proxy = proxy;
    this.clock = clock;
  }

  /** What a request says by itself; asks nobody. */
  Visitor visitor(RoutingContext http) {
    Visitor known = http.get("visitor");
    if (known != null) {
      return known;
    }
    String session = cookie(http, setting.cookies().sessionName());
    String secret = session.isEmpty() ? cookie(http, setting.cookies().visitorName()) : session;
    Visitor visitor =
        new Visitor(session, secret.isEmpty() ? newSecret() : secret, secret.isEmpty());
    http.put("visitor", visitor);
    return visitor;
  }

  private static String newSecret() {
    return UUID.randomUUID().toString();
  }

  /** Whether a form carries the token that one of ours has. */
  boolean isOurForm(RoutingContext http) {
    String header = http.request().getHeader("X-CSRF-Token");
    String field = http.request().getFormAttribute("csrf");
    String token = header != null ? header : field != null ? field : "";
    return Csrf.fits(visitor(http).secret(), token);
  }

  /** Whether the request came with a session that is one. */
  static boolean isKnown(RoutingContext http) {
    return http.get(KNOWN, false);
  }

  /** Lets operators ask this even while the database is away. */
  static void always(RoutingContext http) {
    http.put(ALWAYS, true);
    http.next();
  }

  /** Asks the database whose session it is; blocks. */
  Visit visit(RoutingContext http) {
    Visitor visitor = visitor(http);
    Instant now = clock.instant();
    try {
      String from = RemoteAddress.of(http.request(), behindProxy);
      Optional<Session> session =
          visitor.session().isEmpty() ? Optional.empty() : sessions.find(visitor.session(), from);
      operators.note(visitor.session(), session, now);
      Visit visit = visit(http, session, now, false);
      visit.session().ifPresent(s -> http.put(KNOWN, true));
      return visit;
    } catch (DbException e) {
      if (!e.isAway() || !http.get(ALWAYS, false)) {
        throw e;
      }
      Visit visit = visit(http, operators.find(visitor.session(), now), now, true);
      if (visit.session().isEmpty()) {
        throw e;
      }
      return visit;
    }
  }

  private Visit visit(RoutingContext http, Optional<Session> found, Instant now, boolean alone) {
    Optional<String> vouched = proxy.vouchesFor(http.request());
    // Whom the proxy names counts: it may have another person in front of it by now.
    Optional<Session> session =
        found.filter(s -> vouched.isEmpty() || vouched.get().equals(s.account().email()));
    Viewer viewer =
        Viewer.of(
            Cookies.decoded(cookie(http, Cookies.ZONE)),
            cookie(http, Cookies.THEME),
            cookie(http, Cookies.DENSITY).equals("compact"),
            now);
    String secret = visitor(http).secret();
    var proven = new Visit.Proven(Csrf.token(secret), Csrf.name(secret), vouched);
    String from = RemoteAddress.of(http.request(), behindProxy);
    return new Visit(setting, http, from, session, proven, viewer, alone);
  }

  /** A cookie, or the empty text. */
  static String cookie(RoutingContext http, String name) {
    Cookie cookie = http.request().getCookie(name);
    return cookie == null ? "" : cookie.getValue();
  }
}
