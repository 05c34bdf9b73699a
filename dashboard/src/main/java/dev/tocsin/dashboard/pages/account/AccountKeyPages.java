package dev.tocsin.dashboard.pages.account;

import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Acting;
import dev.tocsin.dashboard.people.KeyHolder;
import dev.tocsin.dashboard.people.Keys;
import dev.tocsin.dashboard.people.NewKey;
import dev.tocsin.dashboard.people.Outcome;
import dev.tocsin.dashboard.people.Rights;
import dev.tocsin.dashboard.people.Role;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.KeyForm;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.UUID;

/** Making and revoking the keys of an account. */
final class AccountKeyPages {

  private final Keys keys;
  private final Cookies cookies;
  private final AccountPages.Show show;

  private AccountKeyPages(Keys keys, Cookies cookies, AccountPages.Show show) {
    this.keys = keys;
    this.cookies = cookies;
    this.show = show;
  }

  static void mount(Site site, Keys keys, Cookies cookies, AccountPages.Show show) {
    AccountKeyPages pages = new AccountKeyPages(keys, cookies, show);
    site.signedIn(HttpMethod.POST, "/account/keys", pages::create);
    site.signedIn(HttpMethod.POST, "/account/keys/:key/revoke", pages::revoke);
  }

  private Answer create(Visit visit) {
    Problems problems = Problems.none();
    String name = KeyForm.name(visit, problems);
    if (!problems.isEmpty()) {
      return show.page(visit, 422, "", problems);
    }
    Rights rights = Rights.FULL.until(KeyForm.expiry(visit));
    boolean twoSteps = visit.session().orElseThrow().twoSteps();
    Outcome<NewKey> made = keys.create(holder(visit), name, rights, me(visit.account()), twoSteps);
    return made.either(
        key -> show.page(visit, 200, key.key(), Problems.none()),
        refused -> show.page(visit, 422, "", Problems.of("key-name", refused.sentence())));
  }

  private Answer revoke(Visit visit) {
    Optional<UUID> code = visit.code("key");
    if (code.isEmpty()) {
      return Answer.NOT_FOUND;
    }
    return keys.revoke(holder(visit), code.get(), me(visit.account()))
        .either(
            key -> Answer.redirect("/account").cookie(cookies.note("Key revoked.")),
            refused -> Answer.NOT_FOUND);
  }

  private static KeyHolder holder(Visit visit) {
    return KeyHolder.account(visit.account());
  }

  /** Of their own keys everybody is the owner. */
  private static Acting me(Account account) {
    return Acting.person(account, Role.OWNER);
  }
}
