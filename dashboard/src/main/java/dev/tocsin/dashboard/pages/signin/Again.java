package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.SignInLimits;
import dev.tocsin.dashboard.people.signin.SignIn;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Page;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.ReturnPath;
import dev.tocsin.dashboard.web.SecondStep;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/**
 * Asks whoever is signed in to show again who they are, before something dangerous: a browser that
 * was left open, or a stolen cookie, is not enough for it.
 */
public final class Again {

  private final Accounts accounts;
  private final Sessions sessions;
  private final SignIn signIn;
  private final Optional<Passkeys> passkeys;
  private final Cookies cookies;
  private final SignInLimits limits = new SignInLimits();

  private Again(
      Accounts accounts,
      Sessions sessions,
      SignIn signIn,
      Optional<Passkeys> passkeys,
      Cookies cookies) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.signIn = signIn;
    this.passkeys = passkeys;
    this.cookies = cookies;
  }

  /**
   * Adds the page that asks to the site.
   *
   * @param passkeys one of them does in the place of a password; empty where nobody has any
   */
  public static Again mount(
      Site site,
      Accounts accounts,
      Sessions sessions,
      SignIn signIn,
      Optional<Passkeys> passkeys,
      Cookies cookies) {
    Again again = new Again(accounts, sessions, signIn, passkeys, cookies);
    site.settingUp(
        HttpMethod.GET,
        "/sign-in/again",
        visit -> again.form(visit, 200, ReturnPath.of(visit.query("next")), Problems.none()));
    site.settingUp(HttpMethod.POST, "/sign-in/again", again::check);
    passkeys.ifPresent(all -> again.mount(site, all));
    return again;
  }

  private void mount(Site site, Passkeys keys) {
    site.settingUp(
        HttpMethod.POST,
        "/sign-in/again/passkey/options",
        visit -> Answer.json(keys.toShow(visit.account(), visit.name(), visit.viewer().now())));
    site.settingUp(HttpMethod.POST, "/sign-in/again/passkey", visit -> checkPasskey(visit, keys));
  }

  private Answer checkPasskey(Visit visit, Passkeys keys) {
    String next = ReturnPath.of(visit.field("next"));
    return keys.shown(
            visit.account(), visit.field("credential"), visit.name(), visit.viewer().now())
        .either(
            same -> proved(visit, Proof.PASSKEY, next),
            refused -> form(visit, 422, next, Problems.of("password", refused.sentence())));
  }

  /**
   * A page for those who showed a short while ago who they are, and ever the second step if they
   * have one; others are asked first.
   *
   * @param back where they go then: a page from which they come here
   */
  public Page before(String back, Page page) {
    return visit -> {
      Session session = visit.session().orElseThrow();
      if (!session.recent(visit.viewer().now())) {
        return Answer.redirect("/sign-in/again?next=" + ReturnPath.escaped(back));
      }
      // Who knows no more than the password shall not put a factor of their own beside the owner's.
      return session.twoSteps() || signIn.factorsOf(visit.account()).isEmpty()
          ? page.answer(visit)
          : SecondStep.ask(back);
    };
  }

  /** They have shown it: a new token for the session, and on to where they wanted to go. */
  public Answer proved(Visit visit, Proof proof, String next) {
    return renewed(visit, proof)
        .map(
            token ->
                Answer.redirect(ReturnPath.of(next)).cookie(cookies.session(token, Sessions.IDLE)))
        .orElseGet(() -> Answer.redirect("/sign-in"));
  }

  /** They have shown it: the new token of the session; empty if that has ended meanwhile. */
  public Optional<String> renewed(Visit visit, Proof proof) {
    return sessions.proveAgain(visit.session().orElseThrow(), proof);
  }

  private Answer form(Visit visit, int status, String next, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "account",
        "Is it you?",
        "pages/sign-in-again.jte",
        Map.of(
            "next",
            next,
            "me",
            visit.account(),
            "hasPassword",
            accounts.hasPassword(visit.account()),
            "hasPasskey",
            passkeys.filter(all -> !all.of(visit.account()).isEmpty()).isPresent(),
            "problems",
            problems));
  }

  private Answer check(Visit visit) {
    String email = visit.account().email();
    String next = ReturnPath.of(visit.field("next"));
    if (!limits.mayTry(visit.remoteAddr(), email, true, visit.viewer().now())) {
      String why = "Too many tries. Wait %d seconds.".formatted(SignInLimits.REFILL.toSeconds());
      return form(visit, 429, next, Problems.of("password", why));
    }
    if (accounts.verify(email, visit.field("password")).isEmpty()) {
      return form(visit, 422, next, Problems.of("password", "This is not your password."));
    }
    limits.succeeded(visit.remoteAddr(), email, visit.viewer().now());
    return proved(visit, Proof.PASSWORD, next);
  }
}
