package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.dashboard.people.signin.CodeLimits;
import dev.tocsin.dashboard.people.signin.SignIn;
import dev.tocsin.dashboard.people.signin.Step;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.ReturnPath;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/** The second step of a sign-in: a code of the app, or one of the recovery codes. */
public final class CodePages {

  private final SignIn signIn;
  private final TwoStep twoStep;
  private final Sessions sessions;
  private final Welcome welcome;
  private final Optional<Passkeys> passkeys;
  private final Cookies cookies;
  private final CodeLimits limits = new CodeLimits();

  private CodePages(
      SignIn signIn,
      TwoStep twoStep,
      Sessions sessions,
      Welcome welcome,
      Optional<Passkeys> passkeys,
      Cookies cookies) {
    this.signIn = signIn;
    this.twoStep = twoStep;
    this.sessions = sessions;
    this.welcome = welcome;
    this.passkeys = passkeys;
    this.cookies = cookies;
  }

  /**
   * Adds these pages to the site.
   *
   * @param passkeys one of them does in the place of a code; empty where nobody has any
   */
  public static void mount(
      Site site,
      SignIn signIn,
      TwoStep twoStep,
      Sessions sessions,
      Welcome welcome,
      Optional<Passkeys> passkeys,
      Cookies cookies) {
    CodePages pages = new CodePages(signIn, twoStep, sessions, welcome, passkeys, cookies);
    site.open(HttpMethod.GET, "/sign-in/code", pages::show);
    site.open(HttpMethod.POST, "/sign-in/code", pages::check);
  }

  private Answer show(Visit visit) {
    return signIn
        .halfWay(visit.step())
        .map(
            step ->
                form(
                    visit,
                    200,
                    step,
                    ReturnPath.of(visit.query("next")),
                    !visit.query("recovery").isEmpty(),
                    Problems.none()))
        .orElseGet(() -> startAgain("Enter your password again: it took too long."));
  }

  private Answer form(
      Visit visit, int status, Step step, String next, boolean recovery, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "Second step",
        "pages/sign-in-code.jte",
        Map.of(
            "next", next,
            "recovery", recovery,
            "factors", signIn.factorsOf(step.account()),
            "passkey", passkeys.filter(all -> !all.of(step.account()).isEmpty()).isPresent(),
            "problems", problems));
  }

  private Answer startAgain(String why) {
    return Answer.redirect("/sign-in").cookie(cookies.noStep()).cookie(cookies.note(why));
  }

  private Answer check(Visit visit) {
    Optional<Step> half = signIn.halfWay(visit.step());
    if (half.isEmpty()) {
      return startAgain("Enter your password again: it took too long.");
    }
    Account account = half.get().account();
    String next = ReturnPath.of(visit.field("next"));
    boolean recovery = visit.field("kind").equals("recovery");
    boolean known = sessions.knows(account.email(), visit.remoteAddr());
    if (!limits.mayTry(account.id(), visit.remoteAddr(), known, visit.viewer().now())) {
      String why =
          "Too many wrong codes. Wait %d minutes.".formatted(CodeLimits.REFILL.toMinutes());
      return form(visit, 429, half.get(), next, recovery, Problems.of("code", why))
          .header("Retry-After", Long.toString(CodeLimits.REFILL.toSeconds()));
    }
    String code = visit.field("code");
    boolean good = recovery ? twoStep.recovers(account, code) : twoStep.accepts(account, code);
    if (good) {
      limits.right(account.id(), visit.remoteAddr(), known);
      return welcome.completed(visit, recovery ? Proof.RECOVERY : Proof.TOTP, next);
    }
    if (signIn.failed(visit.step())) {
      twoStep.warn(account, visit.remoteAddr());
      return startAgain("Too many wrong codes. Enter your password again.");
    }
    String why =
        recovery
            ? "This is none of your recovery codes, or was used before."
            : "This code is wrong, or was used before. Wait for the next one.";
    return form(visit, 422, half.get(), next, recovery, Problems.of("code", why));
  }
}
