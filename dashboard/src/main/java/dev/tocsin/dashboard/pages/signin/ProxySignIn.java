package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.people.Proof;
import dev.tocsin.dashboard.vouched.Arrivals;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Visit;
import java.util.Optional;

/** Lets in whom the proxy in front of us has signed in: they never see a form. */
final class ProxySignIn {

  private final Arrivals arrivals;
  private final boolean provision;
  private final Welcome welcome;
  private final SignInForm form;

  /**
   * @param provision whether people without an account get one
   */
  ProxySignIn(Arrivals arrivals, boolean provision, Welcome welcome, SignInForm form) {
    this.arrivals = arrivals;
    this.provision = provision;
    this.welcome = welcome;
    this.form = form;
  }

  /** What to answer to somebody for whom the proxy vouches; empty for everybody else. */
  Optional<Answer> letIn(Visit visit, String next) {
    return visit
        .vouchedFor()
        .map(
            email ->
                arrivals
                    .of(email, provision)
                    .either(
                        account -> welcome.proved(visit, account, Proof.PROXY, next),
                        refused -> form.show(visit, 403, next, refused.sentence())));
  }
}
