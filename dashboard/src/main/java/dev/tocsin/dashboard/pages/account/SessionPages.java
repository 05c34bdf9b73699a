package dev.tocsin.dashboard.pages.account;

import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;

/** Signing out elsewhere: in one browser, or in all but this. */
final class SessionPages {

  private final Sessions sessions;
  private final Cookies cookies;

  private SessionPages(Sessions sessions, Cookies cookies) {
    this.sessions = sessions;
    this.cookies = cookies;
  }

  static void mount(Site site, Sessions sessions, Cookies cookies) {
    SessionPages pages = new SessionPages(sessions, cookies);
    site.signedIn(HttpMethod.POST, "/account/sessions/:session/close", pages::close);
    site.signedIn(HttpMethod.POST, "/account/sessions/close-others", pages::closeOthers);
  }

  private Answer close(Visit visit) {
    sessions.close(visit.account(), visit.path("session"));
    return back("Signed out there.");
  }

  private Answer closeOthers(Visit visit) {
    sessions.closeOthers(visit.session().orElseThrow());
    return back("You are signed out everywhere else.");
  }

  private Answer back(String note) {
    return Answer.redirect("/account").cookie(cookies.note(note));
  }
}
