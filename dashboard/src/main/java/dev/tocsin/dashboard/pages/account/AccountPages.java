package dev.tocsin.dashboard.pages.account;

import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/** A person's own page. */
public final class AccountPages {

  private final Accounts accounts;
  private final Sessions sessions;
  private final Keys keys;
  private final Cookies cookies;

  private AccountPages(Accounts accounts, Sessions sessions, Keys keys, Cookies cookies) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.keys = keys;
    this.cookies = cookies;
  }

  /** Adds these pages to the site. */
  public static void mount(
      Site site, Accounts accounts, Sessions sessions, Keys keys, Cookies cookies) {
    AccountPages pages = new AccountPages(accounts, sessions, keys, cookies);
    site.signedIn(HttpMethod.GET, "/account", visit -> pages.show(visit, 200, "", Problems.none()));
    AccountKeyPages.mount(site, keys, cookies, pages::show);
    site.signedIn(HttpMethod.POST, "/account/password", pages::changePassword);
    site.signedIn(HttpMethod.POST, "/account/sessions/:session/close", pages::closeSession);
  }

  private Answer show(Visit visit, int status, String newKey, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "account",
        "Account",
        "pages/account.jte",
        Map.of(
            "sessions", sessions.of(visit.account()),
            "current", visit.session().orElseThrow(),
            "keys", keys.of(KeyHolder.account(visit.account())),
            "newKey", newKey,
            "problems", problems));
  }

  private Answer changePassword(Visit visit) {
    Optional<Accounts.PasswordProblem> problem =
        accounts.changePassword(visit.account(), visit.field("current"), visit.field("password"));
    if (problem.isPresent()) {
      return show(visit, 422, "", Problems.of(problem.get().field(), problem.get().why()));
    }
    String token =
        sessions.open(visit.account(), visit.session().orElseThrow().proofs(), visit.browser());
    return Answer.redirect("/account")
        .cookie(cookies.session(token, Sessions.IDLE))
        .cookie(cookies.note("Password changed. You are signed out everywhere else."));
  }

  private Answer closeSession(Visit visit) {
    sessions.close(visit.account(), visit.path("session"));
    return Answer.redirect("/account").cookie(cookies.note("Signed out there."));
  }
}
