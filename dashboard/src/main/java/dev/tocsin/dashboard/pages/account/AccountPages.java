package dev.tocsin.dashboard.pages.account;

import static java.util.Map.entry;

import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.recovery.AddressChanges;
import dev.tocsin.dashboard.vouched.Arrivals;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import dev.tocsin.store.Db;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/** A person's own page. */
public final class AccountPages {

  /** Shows the account page: its status, a key that was just made or nothing, what is wrong. */
  @FunctionalInterface
  interface Show {
    Answer page(Visit visit, int status, String newKey, Problems problems);
  }

  private final Accounts accounts;
  private final Sessions sessions;
  private final Keys keys;
  private final TwoStep twoStep;
  private final Post post;
  private final Optional<Passkeys> passkeys;
  private final Arrivals arrivals;
  private final Cookies cookies;

  private AccountPages(
      Accounts accounts,
      Sessions sessions,
      Keys keys,
      TwoStep twoStep,
      Post post,
      Optional<Passkeys> passkeys,
      Arrivals arrivals,
      Cookies cookies) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.keys = keys;
    this.twoStep = twoStep;
    this.post = post;
    this.passkeys = passkeys;
    this.arrivals = arrivals;
    this.cookies = cookies;
  }

  /**
   * Adds these pages to the site.
   *
   * @param passkeys empty where browsers would not give any
   */
  public static void mount(
      Site site,
      Db db,
      Accounts accounts,
      Sessions sessions,
      TwoStep twoStep,
      Post post,
      Optional<Passkeys> passkeys,
      Again again,
      Cookies cookies) {
    Keys keys = new Keys(db);
    Arrivals arrivals = new Arrivals(db);
    AccountPages pages =
        new AccountPages(accounts, sessions, keys, twoStep, post, passkeys, arrivals, cookies);
    site.signedIn(HttpMethod.GET, "/account", visit -> pages.show(visit, 200, "", Problems.none()));
    passkeys.ifPresent(all -> PasskeyPages.mount(site, all, again, cookies, pages::show));
    site.signedIn(HttpMethod.POST, "/account/identity/unlink", pages::unlink);
    site.signedIn(HttpMethod.POST, "/account/password", pages::changePassword);
    AccountKeyPages.mount(site, keys, cookies, pages::show);
    SessionPages.mount(site, sessions, cookies);
    AddressPages.mount(site, new AddressChanges(db, post), again, cookies, pages::show);
    SecondStepPages.mount(site, twoStep, passkeys, again);
    TwoStepPages.mount(site, twoStep, again, post.letters().siteName(), cookies);
  }

  private Answer show(Visit visit, int status, String newKey, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "account",
        "Account",
        "pages/account.jte",
        Map.ofEntries(
            entry("sessions", sessions.of(visit.account())),
            entry("current", visit.session().orElseThrow()),
            entry("keys", keys.of(KeyHolder.account(visit.account()))),
            entry("twoStep", twoStep.status(visit.account())),
            entry("mailWorks", post.outbox().works()),
            entry("hasPassword", accounts.hasPassword(visit.account())),
            entry("newKey", newKey),
            entry("typedEmail", status == 200 ? "" : visit.field("email")),
            entry("passkeys", passkeys.map(all -> all.of(visit.account()))),
            entry("linked", arrivals.linked(visit.account())),
            entry("problems", problems)));
  }

  private Answer changePassword(Visit visit) {
    Optional<Accounts.PasswordProblem> problem =
        accounts.changePassword(
            visit.account(),
            visit.field("current"),
            visit.field("password"),
            tx ->
                post.tell(tx, visit.account(), post.letters().passwordChanged(visit.remoteAddr())));
    if (problem.isPresent()) {
      return show(visit, 422, "", Problems.of(problem.get().field(), problem.get().why()));
    }
    String token =
        sessions.open(
            visit.account(),
            visit.session().orElseThrow().proofs(),
            visit.browser(),
            tx -> {}); // no new sign-in
    return Answer.redirect("/account")
        .cookie(cookies.session(token, Sessions.IDLE))
        .cookie(cookies.note("Password changed. You are signed out everywhere else."));
  }

  private Answer unlink(Visit visit) {
    arrivals.unlink(visit.account());
    return Answer.redirect("/account").cookie(cookies.note("Unlinked from single sign-on."));
  }
}
