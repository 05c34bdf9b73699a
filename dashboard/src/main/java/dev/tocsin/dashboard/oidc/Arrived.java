package dev.tocsin.dashboard.oidc;

import dev.tocsin.dashboard.vouched.Identity;
import java.util.Set;

/** How a journey to the provider ended. */
public sealed interface Arrived {

  /**
   * The provider says who it is.
   *
   * @param roles the values of the claim that roles come with
   * @param next where they wanted to go
   */
  record Known(Identity who, Set<String> roles, String next) implements Arrived {}

  /**
   * It does not, or not in a way to be believed.
   *
   * @param away the provider does not answer
   * @param why a sentence for the person
   */
  record Refused(boolean away, String why) implements Arrived {}
}
