package dev.tocsin.dashboard.pages.account;

import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.dashboard.people.signin.CodeLimits;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.ReturnPath;
import dev.tocsin.dashboard.web.SecondStep;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/**
 * For who signed in with a password alone where that is not enough: they show a second step if they
 * have one, else they set one up, and go on.
 */
final class SecondStepPages {

  private final TwoStep twoStep;
  private final Optional<Passkeys> passkeys;
  private final Again again;
  private final CodeLimits limits = new CodeLimits();

  private SecondStepPages(TwoStep twoStep, Optional<Passkeys> passkeys, Again again) {
    this.twoStep = twoStep;
    this.passkeys = passkeys;
    this.again = again;
  }

  static void mount(Site site, TwoStep twoStep, Optional<Passkeys> passkeys, Again again) {
    SecondStepPages pages = new SecondStepPages(twoStep, passkeys, again);
    site.settingUp(HttpMethod.GET, SecondStep.PATH, pages::show);
    site.settingUp(HttpMethod.POST, SecondStep.PATH, pages::check);
  }

  private Answer show(Visit visit) {
    String next = ReturnPath.of(visit.query("next"));
    return visit.session().orElseThrow().twoSteps()
        ? Answer.redirect(next)
        : page(visit, 200, next, Problems.none());
  }

  private Answer page(Visit visit, int status, String next, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "account",
        "A second step, please",
        "pages/second-step.jte",
        Map.of(
            "next",
            next,
            "app",
            twoStep.isOn(visit.account()),
            "passkeys",
            passkeys.map(all -> all.of(visit.account())),
            "problems",
            problems));
  }

  private Answer check(Visit visit) {
    long id = visit.account().id();
    String next = ReturnPath.of(visit.field("next"));
    if (!limits.mayTry(id, visit.remoteAddr(), true, visit.viewer().now())) {
      return page(visit, 429, next, Problems.of("code", "Too many wrong codes. Wait a while."));
    }
    if (twoStep.accepts(visit.account(), visit.field("code"))) {
      limits.right(id, visit.remoteAddr(), true);
      return again.proved(visit, Proof.TOTP, next);
    }
    String why = "This code is wrong, or was used before. Wait for the next one.";
    return page(visit, 422, next, Problems.of("code", why));
  }
}
