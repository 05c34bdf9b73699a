package dev.tocsin.dashboard.pages.account;

import dev.tocsin.dashboard.pages.signin.Again;
import dev.tocsin.dashboard.people.recovery.AddressChanges;
import dev.tocsin.dashboard.people.recovery.AskLimits;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;

/** Another address for an account: asking for it, and confirming it by the link that was mailed. */
final class AddressPages {

  private final AddressChanges changes;
  private final AccountPages.Show show;
  private final Cookies cookies;
  private final AskLimits limits = new AskLimits();

  private AddressPages(AddressChanges changes, AccountPages.Show show, Cookies cookies) {
    this.changes = changes;
    this.show = show;
    this.cookies = cookies;
  }

  static void mount(
      Site site, AddressChanges changes, Again again, Cookies cookies, AccountPages.Show show) {
    AddressPages pages = new AddressPages(changes, show, cookies);
    site.signedIn(HttpMethod.POST, "/account/address", again.before("/account", pages::ask));
    site.open(HttpMethod.GET, "/address/:token", pages::look);
    site.open(HttpMethod.POST, "/address/:token", pages::confirm);
  }

  private Answer ask(Visit visit) {
    String email = visit.field("email").strip();
    boolean may =
        limits.mayAsk(visit.remoteAddr(), visit.viewer().now())
            && limits.mayMail(email, visit.viewer().now());
    if (!may) {
      return show.page(visit, 429, "", Problems.of("email", "Too many letters. Wait a while."));
    }
    return changes
        .ask(visit.account(), email)
        .either(
            next ->
                Answer.redirect("/account")
                    .cookie(cookies.note("Open the letter at " + next + " to confirm it.")),
            refused -> show.page(visit, 422, "", Problems.of("email", refused.sentence())));
  }

  private Answer look(Visit visit) {
    return changes
        .of(visit.path("token"))
        .map(change -> page(visit, 200, change.was(), change.next(), Problems.none()))
        .orElseGet(
            () ->
                page(
                    visit,
                    404,
                    "",
                    "",
                    Problems.of("link", "This link was used already, or is older than an hour.")));
  }

  private static Answer page(Visit visit, int status, String was, String next, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "Confirm your address",
        "pages/address.jte",
        Map.of("token", visit.path("token"), "was", was, "next", next, "problems", problems));
  }

  private Answer confirm(Visit visit) {
    return changes
        .confirm(visit.path("token"))
        .either(
            change ->
                Answer.redirect(visit.session().isPresent() ? "/account" : "/sign-in")
                    .cookie(cookies.note("Your address is " + change.next() + " now.")),
            refused -> page(visit, 404, "", "", Problems.of("link", refused.sentence())));
  }
}
