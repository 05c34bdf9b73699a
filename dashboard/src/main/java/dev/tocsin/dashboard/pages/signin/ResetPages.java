package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.people.mail.Post;
import dev.tocsin.dashboard.people.recovery.AskLimits;
import dev.tocsin.dashboard.people.recovery.PasswordResets;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Another password for who forgot theirs. Known addresses and others get the same answer in the
 * same time: the letter is written after it.
 */
public final class ResetPages {

  private final PasswordResets resets;
  private final Post post;
  private final Consumer<Runnable> later;
  private final Cookies cookies;
  private final AskLimits limits = new AskLimits();

  private ResetPages(PasswordResets resets, Post post, Consumer<Runnable> later, Cookies cookies) {
    this.resets = resets;
    this.post = post;
    this.later = later;
    this.cookies = cookies;
  }

  /**
   * Adds these pages to the site.
   *
   * @param later does something after the answer
   */
  public static void mount(
      Site site, PasswordResets resets, Post post, Consumer<Runnable> later, Cookies cookies) {
    ResetPages pages = new ResetPages(resets, post, later, cookies);
    site.open(
        HttpMethod.GET, "/reset", visit -> pages.form(visit, 200, false, "", Problems.none()));
    site.open(HttpMethod.POST, "/reset", pages::ask);
    site.open(HttpMethod.GET, "/reset/:token", pages::show);
    site.open(HttpMethod.POST, "/reset/:token", pages::redeem);
  }

  private Answer form(Visit visit, int status, boolean sent, String email, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "Forgotten password",
        "pages/reset.jte",
        Map.of(
            "works", post.outbox().works(),
            "sent", sent,
            "email", email,
            "problems", problems));
  }

  private Answer ask(Visit visit) {
    String email = visit.field("email").strip();
    if (!limits.mayAsk(visit.remoteAddr(), visit.viewer().now())) {
      String why = "Too many tries. Wait %d minutes.".formatted(AskLimits.REFILL.toMinutes());
      return form(visit, 429, false, email, Problems.of("email", why))
          .header("Retry-After", Long.toString(AskLimits.REFILL.toSeconds()));
    }
    // Looked up for everybody; what differs happens when the answer is gone.
    resets
        .find(email)
        .filter(account -> post.outbox().works())
        .filter(account -> limits.mayMail(email, visit.viewer().now()))
        .ifPresent(account -> later.accept(() -> resets.mail(account, visit.remoteAddr())));
    return form(visit, 200, true, email, Problems.none());
  }

  private Answer show(Visit visit) {
    boolean works = resets.of(visit.path("token")).isPresent();
    return works
        ? newPassword(visit, 200, Problems.none())
        : newPassword(
            visit,
            404,
            Problems.of("link", "This link was used already, or is older than an hour."));
  }

  private Answer newPassword(Visit visit, int status, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "New password",
        "pages/new-password.jte",
        Map.of("token", visit.path("token"), "problems", problems));
  }

  private Answer redeem(Visit visit) {
    return resets
        .redeem(visit.path("token"), visit.field("password"), visit.remoteAddr())
        .either(
            account ->
                Answer.redirect("/sign-in")
                    .cookie(cookies.noSession())
                    .cookie(cookies.note("Your password is changed. Sign in with it.")),
            refused ->
                switch (refused.reason()) {
                  case MISSING -> newPassword(visit, 404, Problems.of("link", refused.sentence()));
                  case INVALID, FORBIDDEN, CONFLICT ->
                      newPassword(visit, 422, Problems.of("password", refused.sentence()));
                });
  }
}
