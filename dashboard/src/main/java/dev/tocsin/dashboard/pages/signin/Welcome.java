package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Browser;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.signin.SignIn;
import dev.tocsin.dashboard.people.signin.SignIn.Next;
import dev.tocsin.dashboard.people.signin.Steps;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.ReturnPath;
import dev.tocsin.dashboard.web.Visit;

/**
 * The end of every page on which a visitor shows who they are: lets them in with a fresh session (a
 * token that somebody planted before is worth nothing), or asks for the second step.
 */
public final class Welcome {

  private final SignIn signIn;
  private final Sessions sessions;
  private final Cookies cookies;

  public Welcome(SignIn signIn, Sessions sessions, Cookies cookies) {
    this.signIn = signIn;
    this.sessions = sessions;
    this.cookies = cookies;
  }

  /**
   * They have shown who they are, in one way.
   *
   * @param next where they wanted to go; anything that is not a path of ours becomes {@code /}
   */
  public Answer proved(Visit visit, Account account, Proof proof, String next) {
    Browser browser = visit.browser();
    Next then = signIn.proved(account, proof, browser);
    if (then instanceof Next.In in) {
      return in(visit, browser, in.token(), next);
    }
    String path = "/sign-in/code?next=" + ReturnPath.escaped(next);
    return Answer.redirect(path).cookie(cookies.step(((Next.Half) then).token(), Steps.VALID));
  }

  /** They have shown the second factor, too; sends them back if the first was too long ago. */
  public Answer completed(Visit visit, Proof second, String next) {
    Browser browser = visit.browser();
    return signIn
        .completed(visit.step(), second, browser)
        .map(token -> in(visit, browser, token, next).cookie(cookies.noStep()))
        .orElseGet(() -> Answer.redirect("/sign-in").cookie(cookies.noStep()));
  }

  private Answer in(Visit visit, Browser browser, String token, String next) {
    // Whoever was signed in here is not any more: nobody else would sign them out.
    visit.session().map(Session::id).ifPresent(id -> sessions.close(visit.account(), id));
    return Answer.redirect(ReturnPath.of(next))
        .cookie(cookies.session(token, Sessions.IDLE))
        .cookie(cookies.device(browser.device()));
  }
}
