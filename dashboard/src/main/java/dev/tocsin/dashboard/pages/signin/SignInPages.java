package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.people.NewAccount;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.Session;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.SetupLinks;
import dev.tocsin.dashboard.people.SignInLimits;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.ReturnPath;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Signing in and out, and making an account by a link. */
public final class SignInPages {

  private final Accounts accounts;
  private final Sessions sessions;
  private final SetupLinks links;
  private final Cookies cookies;
  private final Welcome welcome;
  private final SignInForm form;
  private final ProxySignIn proxy;
  private final SignInLimits limits = new SignInLimits();

  private SignInPages(
      Accounts accounts,
      Sessions sessions,
      SetupLinks links,
      Welcome welcome,
      SignInForm form,
      ProxySignIn proxy,
      Cookies cookies) {
    this.accounts = accounts;
    this.sessions = sessions;
    this.links = links;
    this.welcome = welcome;
    this.form = form;
    this.proxy = proxy;
    this.cookies = cookies;
  }

  /** Adds these pages to the site, and those of all other ways to sign in. */
  public static void mount(
      Site site,
      Accounts accounts,
      Sessions sessions,
      SetupLinks links,
      Welcome welcome,
      OtherWays others,
      Cookies cookies) {
    SignInForm form = new SignInForm(accounts, others.ways());
    ProxySignIn proxy = others.mount(site, welcome, form, cookies);
    SignInPages pages = new SignInPages(accounts, sessions, links, welcome, form, proxy, cookies);
    site.open(HttpMethod.GET, "/sign-in", pages::show);
    site.open(HttpMethod.POST, "/sign-in", pages::signIn);
    site.open(HttpMethod.POST, "/sign-out", pages::signOut);
    site.open(HttpMethod.GET, "/setup/:token", pages::setup);
    site.open(HttpMethod.POST, "/setup/:token", pages::redeem);
  }

  private Answer show(Visit visit) {
    String next = ReturnPath.of(visit.query("next"));
    return visit.session().isPresent()
        ? Answer.redirect(next)
        : proxy.letIn(visit, next).orElseGet(() -> form.show(visit, 200, next, ""));
  }

  private Answer signIn(Visit visit) {
    String email = visit.field("email").strip().toLowerCase(Locale.ROOT);
    String next = ReturnPath.of(visit.field("next"));
    if (!form.ways().password()) {
      return form.show(visit, 403, next, "Passwords are not taken here.");
    }
    boolean known = sessions.knows(email, visit.remoteAddr());
    if (!limits.mayTry(visit.remoteAddr(), email, known, visit.viewer().now())) {
      String why =
          "Too many tries. Wait %d seconds and try again."
              .formatted(SignInLimits.REFILL.toSeconds());
      return form.show(visit, 429, next, email, Problems.of("", why))
          .header("Retry-After", Long.toString(SignInLimits.REFILL.toSeconds()));
    }
    Optional<Account> account = accounts.verify(email, visit.field("password"));
    if (account.isEmpty()) {
      return form.show(
          visit, 403, next, email, Problems.of("", "E-mail address or password is wrong."));
    }
    limits.succeeded(visit.remoteAddr(), email, visit.viewer().now());
    return welcome.proved(visit, account.get(), Proof.PASSWORD, next);
  }

  private Answer signOut(Visit visit) {
    visit.session().map(Session::id).ifPresent(id -> sessions.close(visit.account(), id));
    return Answer.redirect("/sign-in").cookie(cookies.noSession());
  }

  private Answer setup(Visit visit) {
    boolean works = links.works(visit.path("token"));
    Problems problems =
        works
            ? Problems.none()
            : Problems.of("link", "This link was used already, or is older than a day.");
    return setupForm(visit, works ? 200 : 404, "", problems);
  }

  private Answer setupForm(Visit visit, int status, String email, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "Create your account",
        "pages/setup.jte",
        Map.of("token", visit.path("token"), "email", email, "problems", problems));
  }

  private Answer redeem(Visit visit) {
    String email = visit.field("email");
    NewAccount made = links.redeem(visit.path("token"), email, visit.field("password"));
    if (made instanceof NewAccount.Refused refused) {
      return setupForm(visit, 422, email, Problems.of(refused.field(), refused.why()));
    }
    return welcome.proved(visit, ((NewAccount.Made) made).account(), Proof.LINK, "/");
  }
}
