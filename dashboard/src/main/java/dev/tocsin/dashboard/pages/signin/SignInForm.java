package dev.tocsin.dashboard.pages.signin;

import dev.tocsin.dashboard.people.Accounts;
import dev.tocsin.dashboard.web.Answer;
import dev.tocsin.dashboard.web.Problems;
import dev.tocsin.dashboard.web.Visit;
import java.util.Map;
import java.util.Optional;

/** The page on which people sign in, whichever way did not work. */
final class SignInForm {

  private final Accounts accounts;
  private final Ways ways;

  SignInForm(Accounts accounts, Ways ways) {
    this.accounts = accounts;
    this.ways = ways;
  }

  Ways ways() {
    return ways;
  }

  /**
   * @param next a path of ours
   * @param problem a sentence, or the empty text
   */
  Answer show(Visit visit, int status, String next, String problem) {
    return show(visit, status, next, "", Problems.of("", problem));
  }

  Answer show(Visit visit, int status, String next, String email, Problems problems) {
    return visit.page(
        status,
        Optional.empty(),
        "",
        "Sign in",
        "pages/sign-in.jte",
        Map.of(
            "next",
            next,
            "email",
            email,
            "problems",
            problems,
            "ways",
            ways,
            "nobody",
            accounts.none()));
  }
}
