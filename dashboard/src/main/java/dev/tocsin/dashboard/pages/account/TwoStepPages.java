package dev.tocsin.dashboard.pages.account;

import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.people.Sessions;
import dev.tocsin.dashboard.people.factors.QrPicture;
import dev.tocsin.dashboard.people.factors.TotpSecret;
import dev.tocsin.dashboard.people.factors.TwoStep;
import dev.tocsin.dashboard.people.signin.CodeLimits;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Setting up the app that makes codes, switching it off, and recovery codes. */
final class TwoStepPages {

  private static final String PATH = "/account/two-step";

  private final TwoStep twoStep;
  private final Again again;
  private final String siteName;
  private final Cookies cookies;
  private final CodeLimits limits = new CodeLimits();

  private TwoStepPages(TwoStep twoStep, Again again, String siteName, Cookies cookies) {
    this.twoStep = twoStep;
    this.again = again;
    this.siteName = siteName;
    this.cookies = cookies;
  }

  static void mount(Site site, TwoStep twoStep, Again again, String siteName, Cookies cookies) {
    TwoStepPages pages = new TwoStepPages(twoStep, again, siteName, cookies);
    site.settingUp(HttpMethod.GET, PATH, again.before(PATH, pages::show));
    site.settingUp(HttpMethod.POST, PATH + "/begin", again.before(PATH, pages::begin));
    site.settingUp(HttpMethod.POST, PATH + "/confirm", again.before(PATH, pages::confirm));
    site.settingUp(HttpMethod.POST, PATH + "/recovery", again.before(PATH, pages::recovery));
    site.settingUp(HttpMethod.POST, PATH + "/off", again.before(PATH, pages::off));
  }

  private Answer show(Visit visit) {
    return page(visit, 200, List.of(), Problems.none());
  }

  private Answer page(Visit visit, int status, List<String> codes, Problems problems) {
    TwoStep.Status now = twoStep.status(visit.account());
    return visit.page(
        status,
        Optional.empty(),
        "account",
        "Two-step sign-in",
        "pages/two-step.jte",
        Map.of(
            "status", now,
            "picture",
                now.setUp()
                    .map(secret -> secret.uri(siteName, visit.account().email()))
                    .map(QrPicture::of),
            "secret", now.setUp().map(TotpSecret::text).orElse(""),
            "codes", codes,
            "problems", problems));
  }

  private Answer begin(Visit visit) {
    twoStep.begin(visit.account());
    return Answer.redirect(PATH);
  }

  private Answer confirm(Visit visit) {
    long id = visit.account().id();
    if (!limits.mayTry(id, visit.remoteAddr(), true, visit.viewer().now())) {
      return page(
          visit, 429, List.of(), Problems.of("code", "Too many wrong codes. Wait a while."));
    }
    Optional<List<String>> codes = twoStep.confirm(visit.account(), visit.field("code"));
    if (codes.isEmpty()) {
      String why = "This is not the code. Is the clock of your device right?";
      return page(visit, 422, List.of(), Problems.of("code", why));
    }
    limits.right(id, visit.remoteAddr(), true);
    // They have just shown a code: that is as good as having signed in with it.
    return again
        .renewed(visit, Proof.TOTP)
        .map(
            token ->
                page(visit.renewed(token), 200, codes.get(), Problems.none())
                    .cookie(cookies.session(token, Sessions.IDLE)))
        .orElseGet(() -> Answer.redirect("/sign-in"));
  }

  private Answer recovery(Visit visit) {
    return twoStep
        .newRecoveryCodes(visit.account())
        .map(codes -> page(visit, 200, codes, Problems.none()))
        .orElseGet(() -> Answer.redirect(PATH));
  }

  private Answer off(Visit visit) {
    twoStep.off(visit.account());
    return Answer.redirect("/account").cookie(cookies.note("Two-step sign-in is off."));
  }
}
