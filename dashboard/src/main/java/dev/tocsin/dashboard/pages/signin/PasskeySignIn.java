package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.signin.SignIn;
import dev.tocsin.dashboard.people.signin.Step;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.ReturnPath;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.Optional;

/** Signing in with a passkey: instead of a password, or as the second step after one. */
final class PasskeySignIn {

  private final Passkeys passkeys;
  private final SignIn signIn;
  private final Welcome welcome;
  private final SignInForm form;
  private final Cookies cookies;

  private PasskeySignIn(
      Passkeys passkeys, SignIn signIn, Welcome welcome, SignInForm form, Cookies cookies) {
    this.passkeys = passkeys;
    this.signIn = signIn;
    this.welcome = welcome;
    this.form = form;
    this.cookies = cookies;
  }

  static void mount(
      Site site,
      Passkeys passkeys,
      SignIn signIn,
      Welcome welcome,
      SignInForm form,
      Cookies cookies) {
    PasskeySignIn pages = new PasskeySignIn(passkeys, signIn, welcome, form, cookies);
    site.open(HttpMethod.POST, "/sign-in/passkey/options", pages::options);
    site.open(HttpMethod.POST, "/sign-in/passkey", pages::signIn);
    site.open(HttpMethod.POST, "/sign-in/code/passkey/options", pages::secondOptions);
    site.open(HttpMethod.POST, "/sign-in/code/passkey", pages::second);
  }

  private Answer options(Visit visit) {
    return Answer.json(passkeys.toShow(visit.name(), now(visit)));
  }

  private Answer signIn(Visit visit) {
    String next = ReturnPath.of(visit.field("next"));
    return passkeys
        .shown(visit.field("credential"), visit.name(), now(visit))
        .either(
            account -> welcome.proved(visit, account, Proof.PASSKEY, next),
            refused -> form.show(visit, 403, next, refused.sentence()));
  }

  private Answer secondOptions(Visit visit) {
    return halfWay(visit)
        .map(account -> Answer.json(passkeys.toShow(account, visit.name(), now(visit))))
        .orElse(Answer.FORBIDDEN);
  }

  private Answer second(Visit visit) {
    String next = ReturnPath.of(visit.field("next"));
    Optional<Account> account = halfWay(visit);
    if (account.isEmpty()) {
      return Answer.redirect("/sign-in");
    }
    return passkeys
        .shown(account.get(), visit.field("credential"), visit.name(), now(visit))
        .either(
            same -> welcome.completed(visit, Proof.PASSKEY, next),
            refused ->
                Answer.redirect("/sign-in/code?next=" + ReturnPath.escaped(next))
                    .cookie(cookies.note(refused.sentence())));
  }

  private Optional<Account> halfWay(Visit visit) {
    return signIn.halfWay(visit.step()).map(Step::account);
  }

  private static Instant now(Visit visit) {
    return visit.viewer().now();
  }
}
