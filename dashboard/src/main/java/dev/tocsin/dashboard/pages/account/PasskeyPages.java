package dev.tocsin.dashboard.pages.account;

import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.passkeys.Passkeys;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;

/** Adding and removing the passkeys of an account. */
final class PasskeyPages {

  /** Where they are listed. */
  private static final String PLACE = "/account#passkeys";

  private final Passkeys passkeys;
  private final Again again;
  private final Cookies cookies;
  private final AccountPages.Show show;

  private PasskeyPages(Passkeys passkeys, Again again, Cookies cookies, AccountPages.Show show) {
    this.passkeys = passkeys;
    this.again = again;
    this.cookies = cookies;
    this.show = show;
  }

  static void mount(
      Site site, Passkeys passkeys, Again again, Cookies cookies, AccountPages.Show show) {
    PasskeyPages pages = new PasskeyPages(passkeys, again, cookies, show);
    site.settingUp(
        HttpMethod.POST, "/account/passkeys/options", again.before(PLACE, pages::options));
    site.settingUp(HttpMethod.POST, "/account/passkeys", again.before(PLACE, pages::add));
    site.signedIn(HttpMethod.POST, "/account/passkeys/:passkey/remove", pages::remove);
  }

  private Answer options(Visit visit) {
    return Answer.json(passkeys.toMake(visit.account(), visit.name(), visit.viewer().now()));
  }

  private Answer add(Visit visit) {
    String name = visit.field("passkey-name").strip();
    if (name.codePointCount(0, name.length()) > Passkeys.LONGEST_NAME) {
      return problem(visit, "Use at most %d characters.".formatted(Passkeys.LONGEST_NAME));
    }
    return passkeys
        .add(visit.account(), name, visit.field("credential"), visit.name(), visit.viewer().now())
        .either(
            made ->
                // They have just been verified by it: that is as good as signing in with it.
                again
                    .proved(visit, Proof.PASSKEY, PLACE)
                    .cookie(cookies.note("Passkey “%s” added.".formatted(made.name()))),
            refused -> problem(visit, refused.sentence()));
  }

  private Answer problem(Visit visit, String why) {
    return show.page(visit, 422, "", Problems.of("passkey-name", why));
  }

  private Answer remove(Visit visit) {
    return visit
        .code("passkey")
        .filter(code -> passkeys.remove(visit.account(), code))
        .map(
            code ->
                Answer.redirect(PLACE)
                    .cookie(cookies.note("Passkey removed. It opens nothing any more.")))
        .orElse(Answer.NOT_FOUND);
  }
}
