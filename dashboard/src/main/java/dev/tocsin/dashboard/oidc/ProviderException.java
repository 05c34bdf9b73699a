package dev.tocsin.dashboard.oidc;

/** The provider did not do what was asked of it. */
final class ProviderException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean away;

  private ProviderException(String why, boolean away) {
    super(why);
    this.away = away;
  }

  /** It does not answer, or not with what it should. */
  static ProviderException away(String why) {
    return new ProviderException(why, true);
  }

  /** It answers, and what it says is not to be believed, or a refusal. */
  static ProviderException refuses(String why) {
    return new ProviderException(why, false);
  }

  boolean isAway() {
    return away;
  }

  /** For the log; never holds a secret. */
  String why() {
    return String.valueOf(getMessage());
  }
}
