package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.oidc.Arrived;
import dev.tocsin.dashboard.oidc.OidcConfig;
import dev.tocsin.dashboard.oidc.OpenId;
import dev.tocsin.dashboard.people.Account;
import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.vouched.Arrivals;
import dev.tocsin.dashboard.vouched.MappedRoles;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Cookies;
import dev.tocsin.dashboard.web.ReturnPath;
import dev.tocsin.dashboard.web.Site;
import dev.tocsin.dashboard.web.Visit;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;

/** Going to the provider of single sign-on, and coming back. */
final class OidcPages {

  /** Where browsers come back to; operators tell the provider. */
  static final String CALLBACK = "/sign-in/oidc/callback";

  private static final String LUGGAGE = "oidc";

  private final OpenId provider;
  private final OidcConfig config;
  private final Arrivals arrivals;
  private final MappedRoles roles;
  private final Welcome welcome;
  private final SignInForm form;
  private final Cookies cookies;

  private OidcPages(
      OpenId provider,
      OidcConfig config,
      Arrivals arrivals,
      MappedRoles roles,
      Welcome welcome,
      SignInForm form,
      Cookies cookies) {
    this.provider = provider;
    this.config = config;
    this.arrivals = arrivals;
    this.roles = roles;
    this.welcome = welcome;
    this.form = form;
    this.cookies = cookies;
  }

  static void mount(
      Site site,
      OpenId provider,
      OidcConfig config,
      Arrivals arrivals,
      MappedRoles roles,
      Welcome welcome,
      SignInForm form,
      Cookies cookies) {
    OidcPages pages = new OidcPages(provider, config, arrivals, roles, welcome, form, cookies);
    site.open(HttpMethod.GET, "/sign-in/oidc", pages::leave);
    site.open(HttpMethod.GET, CALLBACK, pages::comeBack);
  }

  private Answer leave(Visit visit) {
    String next = ReturnPath.of(visit.query("next"));
    OpenId.Departure departure = provider.depart(next, now(visit));
    return departure instanceof OpenId.Departure.To to
        ? Answer.leave(to.to()).cookie(cookies.page(LUGGAGE, to.luggage(), OpenId.validity()))
        : form.show(visit, 502, next, ((OpenId.Departure.Nowhere) departure).why());
  }

  private Answer comeBack(Visit visit) {
    Arrived arrived = provider.arrive(visit.cookieOf(LUGGAGE), visit::query, now(visit));
    Answer answer =
        arrived instanceof Arrived.Known known
            ? letIn(visit, known)
            : refuse(visit, (Arrived.Refused) arrived);
    return answer.cookie(cookies.noPage(LUGGAGE));
  }

  private Answer refuse(Visit visit, Arrived.Refused refused) {
    return form.show(visit, refused.away() ? 502 : 403, "/", refused.why());
  }

  private Answer letIn(Visit visit, Arrived.Known known) {
    String next = ReturnPath.of(known.next());
    return arrivals
        .of(known.who(), config.provision())
        .either(
            account -> welcome.proved(visit, withRoles(account, known), Proof.OIDC, next),
            refused -> form.show(visit, 403, next, refused.sentence()));
  }

  private Account withRoles(Account account, Arrived.Known known) {
    config.roles().ifPresent(rules -> roles.apply(account, rules, known.roles()));
    return account;
  }

  private static Instant now(Visit visit) {
    return visit.viewer().now();
  }
}
